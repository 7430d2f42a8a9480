// The demo's names under the sign-in form: a click fills the name and goes on to the password.

document.querySelectorAll("[data-fill-login]").forEach((button) => {
  button.addEventListener("click", () => {
    document.getElementById("id_login").value = button.dataset.fillLogin;
    document.getElementById("id_password").focus();
  });
});
