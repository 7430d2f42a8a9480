// A button that copies the text of a read-only field: <button data-copy="id of the field">.

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    await navigator.clipboard?.writeText(source.value);
    button.querySelector("[data-copy-label]").textContent = navigator.clipboard ? "Đã chép" : "Bấm Ctrl+C để chép";
  });
});
