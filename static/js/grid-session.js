// When the session ended while one typed: the text stays on the page, a new sign-in in another tab is enough.

const TOKEN = "csrfmiddlewaretoken";

/** Whether an answer is the sign-in page instead of what was asked for. */
export function isSignIn(xhr, form) {
  return Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname !== new URL(form.action).pathname;
}

/** Takes the token of the new session from a fresh copy of this page; false while nobody is signed in. */
export async function renewToken() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector(`#thanh, [data-trouble]`) && page.querySelector(`input[name=${TOKEN}]`)?.value;
  if (!token) return false;
  for (const field of document.querySelectorAll(`input[name=${TOKEN}]`)) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  return true;
}
