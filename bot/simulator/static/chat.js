// The strip of phones and the line to the simulator.

import { $, state } from "./page.js";
import { Phone } from "./phone.js";

const phones = new Map();
let source = null;

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const phone = phones.get(entry.target.dataset.openid);
    phone.visible = entry.intersectionRatio > 0.6;
    if (phone.visible) phone.count(0);
  }
  markTabs();
}, { root: $(".strip"), threshold: [0, 0.6, 1] });

function counted() {
  const all = [...phones.values()].reduce((sum, phone) => sum + phone.unread, 0);
  document.title = `${all ? `(${all}) ` : ""}${state.name} · 模拟手机`;
}

function markTabs() {
  for (const phone of phones.values()) phone.tab.setAttribute("aria-current", String(Boolean(phone.visible)));
  const tab = $('.tab[aria-current="true"]');
  const tabs = $(".tabs");
  if (tab && innerWidth < 700) tabs.scrollTo({ left: tab.offsetLeft - (tabs.clientWidth - tab.offsetWidth) / 2, behavior: "smooth" });
}

function install(profile) {
  const known = phones.get(profile.openid);
  if (known) { known.fill(profile); return; }
  const phone = new Phone(profile, { reveal, counted });
  phones.set(profile.openid, phone);
  phone.element.dataset.openid = profile.openid;
  $(".tabs").append(phone.tab);
  phone.count(profile.shown ? 0 : profile.bubbles.filter((bubble) => bubble.from === "account").length);
  if (profile.shown) place(phone);
}

function place(phone) {
  $(".strip").append(phone.element);
  watcher.observe(phone.element);
  phone.settle();
}

function reveal(phone) {
  if (!phone.element.isConnected) place(phone);
  phone.element.scrollIntoView({ behavior: "smooth", inline: "start", block: "nearest" });
  if (matchMedia("(hover: hover)").matches) phone.input.focus({ preventScroll: true });
}

async function load() {
  source?.close();
  try {
    const response = await fetch("state", { cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    const { phones: profiles, ...rest } = await response.json();
    Object.assign(state, rest);
    const kept = new Set(profiles.map((profile) => profile.openid));
    for (const [openid, phone] of phones) {
      if (!kept.has(openid)) { phone.element.remove(); phone.tab.remove(); phones.delete(openid); }
    }
    profiles.forEach(install);
    follow();
  } catch {
    $(".offline").hidden = false;
    setTimeout(load, 1500);
  }
}

function follow() {
  source = new EventSource(`events?after=${state.number}&run=${state.run}`);
  const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data)));
  source.onopen = () => { $(".offline").hidden = true; };
  source.onerror = () => {
    $(".offline").hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(load, 1500);
  };
  on("bubble", ({ phone, bubble }) => phones.get(phone)?.add(bubble));
  on("following", ({ phone, following }) => phones.get(phone)?.follow(following));
  on("exchange", ({ phone }) => phones.get(phone)?.wait(-1));
  on("phone", install);
  on("menu", (menu) => { state.menu = menu; for (const phone of phones.values()) phone.showMenu(); });
  on("scene", ({ scene }) => { if (!state.scenes.includes(scene)) state.scenes.push(scene); });
  on("reload", load);
}

for (const element of document.querySelectorAll("[data-close]")) {
  element.addEventListener("click", () => element.closest("dialog").close());
}
for (const sheet of document.querySelectorAll("dialog")) {
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
}
document.addEventListener("visibilitychange", () => {
  for (const phone of phones.values()) if (phone.visible && !document.hidden) phone.count(0);
});

function enlarge(big) {
  document.documentElement.classList.toggle("big", big);
  $(".large").setAttribute("aria-pressed", String(big));
  localStorage.setItem("big", big ? "1" : "");
  for (const phone of phones.values()) { phone.grow(); phone.settle(); }
}

$(".large").addEventListener("click", () => enlarge(!document.documentElement.classList.contains("big")));
enlarge(localStorage.getItem("big") === "1");
load();
