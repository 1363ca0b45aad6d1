// The sheets for a place, a voice, a scan, and the last pushes of a phone.

import { clock } from "./bubbles.js";
import { $, button, make, state, toast } from "./page.js";

function ask(id, send) {
  const sheet = $(`#${id}`);
  $("form", sheet).onsubmit = (event) => { event.preventDefault(); if (send(event.target) !== false) sheet.close(); };
  sheet.showModal();
  return sheet;
}

export function askPlace(phone) {
  const sheet = ask("place-sheet", (form) => {
    const latitude = Number(form.latitude.value);
    const longitude = Number(form.longitude.value);
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) { toast("请填正确的经纬度"); return false; }
    phone.say({ type: "location", latitude, longitude, label: form.label.value.trim() });
    return true;
  });
  const form = $("form", sheet);
  const fill = (spot) => { for (const key of ["label", "latitude", "longitude"]) form[key].value = spot[key]; };
  offer(sheet, state.spots.map((spot) => [spot.label.replace(/^.*?区/, ""), () => fill(spot)]));
  if (!form.latitude.value && state.spots.length) fill(state.spots[0]);
}

export function askVoice(phone) {
  ask("voice-sheet", (form) => {
    const recognition = form.recognition.value.trim();
    phone.say({ type: "voice", seconds: Number(form.seconds.value), recognition });
    form.reset();
  });
}

export function askScan(phone) {
  const sheet = ask("scan-sheet", (form) => { phone.say({ type: "scan", scene: form.scene.value.trim() }); });
  const form = $("form", sheet);
  offer(sheet, state.scenes.slice(-8).map((scene) => [scene, () => { form.scene.value = scene; }]));
}

function offer(sheet, choices) {
  $(".spots", sheet).replaceChildren(...choices.map(([label, act]) => button("", label, act)));
}

export async function showExchanges(phone) {
  const response = await fetch(`phones/${encodeURIComponent(phone.profile.openid)}/exchanges`);
  const list = response.ok ? await response.json() : [];
  const mode = state.safe ? "安全模式（加密）" : "明文模式";
  $("#more-sheet .hint").textContent = `${phone.profile.openid} · ${mode} · 最近 ${list.length} 次推送`;
  $("#more-sheet .exchanges").replaceChildren(...list.map((exchange) => {
    const item = make("li");
    const tries = exchange.tries.map((one) => `${one.error || `HTTP ${one.status}`} · ${one.milliseconds} ms`);
    item.append(make("b", "", exchange.kind), make("span", "", clock(new Date(exchange.at))));
    item.append(make("p", "", `${exchange.tries.length} 次 · 共 ${exchange.milliseconds} ms · 回复 ${exchange.reply || "无"}`));
    item.append(make("p", exchange.fault ? "bad" : "", tries.join("；")));
    return item;
  }));
  $("#more-sheet").showModal();
}
