"use strict";
// Live try, progress and keys of the rules' screens. Without it everything works with one click more.
document.querySelectorAll("form[data-live]").forEach((form) => {
  const target = document.getElementById(form.dataset.live);
  const field = form.querySelector("textarea");
  form.querySelectorAll("[data-when=script]").forEach((hint) => { hint.hidden = false; });
  let timer = 0;
  let asking = null;
  const ask = async () => {
    if (asking) { asking.abort(); }
    asking = new AbortController();
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "x-part": "1" }, signal: asking.signal,
      });
      if (answer.status === 401) { window.location.reload(); return; }
      const opened = [...target.querySelectorAll("article")].map((one) => one.querySelector("details[open]") !== null);
      target.innerHTML = await answer.text();
      target.querySelectorAll("article").forEach((one, at) => {
        const details = one.querySelector("details");
        if (details && opened[at]) { details.open = true; }
      });
    } catch (error) {
      if (error.name === "AbortError") { return; }
    }
    target.setAttribute("aria-busy", "false");
  };
  field.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(ask, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); ask(); }, true);
});
document.querySelectorAll("[data-poll]").forEach((box) => {
  const look = async () => {
    const answer = await fetch(box.dataset.poll, { headers: { "x-part": "1" } });
    if (!answer.ok) { return; }
    const found = await answer.text();
    if (found.includes("data-running")) { box.innerHTML = found; window.setTimeout(look, 700); return; }
    window.location.reload();
  };
  window.setTimeout(look, 700);
});
// j and k walk the table of changes, y and n judge the row.
const rows = [...document.querySelectorAll("tr[data-row]")];
let at = -1;
const go = (to) => {
  if (to < 0 || to >= rows.length) { return; }
  if (at >= 0) { rows[at].classList.remove("here"); }
  at = to;
  rows[at].classList.add("here");
  rows[at].focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
};
rows.forEach((row, index) => { row.addEventListener("focusin", () => { if (at !== index) { go(index); } }); });
document.addEventListener("keydown", (event) => {
  if (!rows.length || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) { return; }
  if (event.key === "j") { go(at + 1); } else if (event.key === "k") { go(at - 1); }
  const button = at >= 0 ? rows[at].querySelector(`button[data-key="${CSS.escape(event.key)}"]`) : null;
  if (button) { event.preventDefault(); button.click(); }
});
document.querySelectorAll("tr[data-row] form[data-judge]").forEach((form) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const data = new URLSearchParams(new FormData(form));
    if (event.submitter && event.submitter.name) { data.set(event.submitter.name, event.submitter.value); }
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { "x-part": "1" } });
    if (answer.status === 401) { window.location.reload(); return; }
    const cell = form.closest("[data-judged]");
    const row = form.closest("tr");
    cell.innerHTML = await answer.text();
    if (answer.ok) { row.classList.add("judged"); if (rows.indexOf(row) === at) { go(at + 1); } }
  }, true);
});
