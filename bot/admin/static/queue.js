"use strict";
// j and k walk the list, Enter opens, x marks, / searches. Without it links and boxes do the same.
(() => {
  const rows = Array.from(document.querySelectorAll("tr[data-row]"));
  let at = -1;
  const go = (next) => {
    if (!rows.length) { return; }
    if (at >= 0) { rows[at].classList.remove("at"); }
    at = Math.min(Math.max(next, 0), rows.length - 1);
    rows[at].classList.add("at");
    const link = rows[at].querySelector("a");
    link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => {
      const box = at >= 0 && rows[at].querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; }
    },
    "/": () => document.getElementById("q").focus(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) { return; }
    event.preventDefault();
    keys[event.key]();
  });
})();
