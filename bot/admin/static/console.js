"use strict";
// Nothing here is needed: without it every form and link works, only with one more click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const words = form.dataset.confirm;
  if (words && !window.confirm(words)) { event.preventDefault(); return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !("again" in form.dataset)) { form.dataset.sent = "1"; }
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
});
document.querySelectorAll("select[data-go]").forEach((select) => {
  select.addEventListener("change", () => { select.form.requestSubmit(); });
});
document.querySelectorAll("[data-all]").forEach((box) => {
  box.addEventListener("change", () => {
    document.querySelectorAll(`input[name="${box.dataset.all}"]`).forEach((one) => { one.checked = box.checked; });
  });
});
