// One phone: its screen, its foot, and what its owner does.

import { LOOKS, card, clock } from "./bubbles.js";
import { $, avatar, button, dress, make, post, state, toast } from "./page.js";
import { askPlace, askScan, askVoice, showExchanges } from "./sheets.js";

export class Phone {
  // `desk` is the strip: reveal(phone), counted() after the unread count changed.
  constructor(profile, desk) {
    this.desk = desk;
    this.profile = profile;
    this.seen = new Set();
    this.pending = new Map();
    this.shown = new Set();
    this.unread = 0;
    this.below = 0;
    this.waiting = 0;
    this.stuck = true;
    this.last = 0;
    this.top = 0;
    this.element = $("#phone").content.firstElementChild.cloneNode(true);
    this.element.setAttribute("aria-label", `${profile.name}的手机`);
    this.chat = $(".chat", this.element);
    this.input = $(".typing textarea", this.element);
    this.input.setAttribute("aria-label", `${profile.name}给${state.name}发消息`);
    this.chat.setAttribute("aria-label", `${profile.name}与${state.name}的聊天`);
    dress($(".bar .avatar", this.element), profile);
    $("h2", this.element).textContent = state.name;
    $(".who p", this.element).textContent = `${profile.name} · ${profile.role}`;
    this.tab = this.makeTab();
    this.listen();
    this.fill(profile);
  }

  makeTab() {
    const tab = button("tab", "", () => this.desk.reveal(this));
    const face = make("span", "avatar");
    face.setAttribute("aria-hidden", "true");
    dress(face, this.profile);
    tab.append(face, make("span", "name", this.profile.name));
    return tab;
  }

  fill(profile) {
    this.profile = profile;
    this.chat.replaceChildren();
    this.seen.clear();
    this.shown.clear();
    this.wait(-this.waiting);
    this.last = 0;
    for (const bubble of profile.bubbles) this.add(bubble, false);
    this.follow(profile.following);
    this.showMenu();
    this.offerSamples();
    this.stuck = true;
    this.settle();
  }

  listen() {
    const on = (selector, act) => $(selector, this.element).addEventListener("click", act);
    this.input.addEventListener("input", () => this.grow());
    this.input.addEventListener("focus", () => { this.openPanel(false); });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.sendText();
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { this.openPanel(false); this.closeLines(); }
    });
    on(".send", () => { this.sendText(); this.input.focus(); });
    on(".plus", () => this.openPanel($(".panel", this.element).hidden));
    on(".to-menu", () => this.mode("menu"));
    on(".to-keyboard", () => { this.mode("typing"); this.input.focus(); });
    on(".more", () => showExchanges(this));
    on(".down", () => { this.stuck = true; this.settle(); });
    for (const element of this.element.querySelectorAll("[data-do]")) {
      element.addEventListener("click", () => this.act(element.dataset.do));
    }
    const file = $("input[type=file]", this.element);
    file.addEventListener("change", () => { if (file.files[0]) this.sendPhoto(file.files[0]); file.value = ""; });
    this.chat.addEventListener("scroll", () => {
      // Only a movement upwards is the reader's: content that grows also leaves the end out of sight.
      const near = this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 60;
      if (near) this.countBelow(0);
      this.stuck = near || (this.stuck && this.chat.scrollTop >= this.top);
      this.top = this.chat.scrollTop;
    }, { passive: true });
    this.chat.addEventListener("pointerdown", () => { this.openPanel(false); this.closeLines(); });
    new ResizeObserver(() => this.settle()).observe(this.chat);
  }

  act(what) {
    if (what === "photo") $("input[type=file]", this.element).click();
    if (what === "place") askPlace(this);
    if (what === "voice") askVoice(this);
    if (what === "scan") askScan(this);
    if (what === "follow") this.say({ type: "subscribe" });
    if (what === "leave") this.say({ type: "unsubscribe" });
    this.openPanel(false);
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    const empty = !this.input.value.trim();
    $(".send", this.element).hidden = empty;
    $(".plus", this.element).hidden = !empty;
  }

  openPanel(open) {
    $(".panel", this.element).hidden = !open;
    $(".plus", this.element).setAttribute("aria-expanded", String(open));
  }

  mode(name) {
    $(".typing", this.element).hidden = name !== "typing";
    $(".menu", this.element).hidden = name !== "menu";
    $(".stranger", this.element).hidden = name !== "stranger";
    if (name !== "typing") this.openPanel(false);
    this.closeLines();
  }

  follow(following) {
    this.profile.following = following;
    if (!following) this.mode("stranger");
    else if (!$(".stranger", this.element).hidden) this.mode("typing");
  }

  showMenu() {
    const cells = state.menu.button.map((entry) => {
      const cell = make("div");
      const lines = entry.sub_button || [];
      const top = button("button", entry.name, () => (lines.length ? this.openLines(cell, lines) : this.tap(entry)));
      if (lines.length) { top.classList.add("opens"); top.setAttribute("aria-expanded", "false"); }
      cell.append(top);
      return cell;
    });
    $(".buttons", this.element).replaceChildren(...cells);
  }

  openLines(cell, lines) {
    const open = $(".lines", cell);
    this.closeLines();
    if (open) return;
    const list = make("div", "lines");
    for (const line of lines) list.append(button("", line.name, () => { this.closeLines(); this.tap(line); }));
    cell.append(list);
    $(".button", cell).setAttribute("aria-expanded", "true");
  }

  closeLines() {
    for (const list of this.element.querySelectorAll(".lines")) {
      list.previousElementSibling.setAttribute("aria-expanded", "false");
      list.remove();
    }
  }

  tap(entry) {
    if (entry.type !== "view") return this.say({ type: "click", key: entry.key });
    if (/^https?:\/\//.test(entry.url)) window.open(entry.url, "_blank", "noopener");
    return this.say({ type: "view", url: entry.url });
  }

  sendText() {
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    this.grow();
    this.say({ type: "text", text: text.trim() });
  }

  async sendPhoto(file) {
    try {
      const picture = await smaller(file);
      const { media_id: media, url } = await post("media", picture);
      this.say({ type: "image", media_id: media }, { preview: url });
    } catch (error) { toast(error.message); }
  }

  // Does something on this phone: the bubble stands at once, and is replaced when the simulator has it.
  async say(body, look = {}) {
    const shown = { text: "text", image: "image", voice: "voice", location: "location" }[body.type];
    let waiting = null;
    if (shown) {
      body.client_id = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
      const bubble = { from: "me", kind: shown, text: body.text || body.label || body.recognition || "", at: new Date() };
      waiting = this.row({ ...bubble, ...body, ...look, text: bubble.text });
      waiting.append(make("span", "status"));
      this.pending.set(body.client_id, waiting);
      this.append(waiting, bubble.at);
      this.stuck = true;
      this.settle();
    }
    this.wait(1);
    try {
      // As in WeChat, a message counts as sent when the far side has it; the reply comes by the events.
      await post(`phones/${encodeURIComponent(this.profile.openid)}/send`, { ...body, wait: false });
      this.acknowledge(body.client_id);
    } catch (error) {
      if (error.refused) toast(error.message);
      this.failed(body, look, waiting);
      this.wait(-1);
    }
  }

  // The message is there; its bubble stands already, so the event that brings it shows nothing more.
  acknowledge(clientId) {
    const waiting = this.pending.get(clientId);
    if (!waiting) return;
    this.pending.delete(clientId);
    this.shown.add(clientId);
    $(".status", waiting)?.remove();
  }

  failed(body, look, waiting) {
    if (!waiting) { toast("发送失败，请再试一次"); return; }
    if (!this.pending.delete(body.client_id)) return;
    $(".status", waiting)?.remove();
    const again = button("resend", "重发", () => { waiting.remove(); this.say({ ...body }, look); });
    again.setAttribute("aria-label", "发送失败，重发");
    waiting.append(again);
  }

  wait(change) {
    this.waiting = Math.max(0, this.waiting + change);
    clearTimeout(this.waitTimer);
    const title = (text) => { $("h2", this.element).textContent = text; };
    if (this.waiting > 0) this.waitTimer = setTimeout(() => title("对方正在输入…"), 700);
    else title(state.name);
  }

  row(bubble) {
    if (bubble.from === "system") return make("li", "note", bubble.text);
    const row = make("li", "row");
    if (bubble.kind === "template" || bubble.kind === "news") {
      row.className = "wide";
      row.append(card(bubble));
      return row;
    }
    const mine = bubble.from === "me";
    if (mine) row.classList.add("mine");
    row.append(avatar(mine ? this.profile : null), (LOOKS[bubble.kind] || LOOKS.text)(bubble, this));
    return row;
  }

  append(row, at) {
    $(".samples", this.chat)?.remove();
    if (at - this.last > 300000) this.chat.append(make("li", "time", clock(new Date(at))));
    this.last = Number(at);
    this.chat.append(row);
  }

  add(bubble, fresh = true) {
    if (this.seen.has(bubble.id)) return;
    this.seen.add(bubble.id);
    if (this.pending.has(bubble.client_id)) {
      this.acknowledge(bubble.client_id);
      this.shown.delete(bubble.client_id);
      return;
    }
    if (this.shown.delete(bubble.client_id)) return;
    this.append(this.row(bubble), new Date(bubble.at));
    while (this.chat.childElementCount > 800) this.chat.firstElementChild.remove();
    if (!fresh) return;
    if (this.stuck) this.settle();
    else this.countBelow(this.below + 1);
    if (bubble.from === "account" && (!this.visible || document.hidden)) this.count(this.unread + 1);
  }

  settle() { if (this.stuck) this.chat.scrollTop = this.chat.scrollHeight; }

  countBelow(count) {
    this.below = count;
    const down = $(".down", this.element);
    down.hidden = count === 0;
    down.textContent = `↓ ${count} 条新消息`;
  }

  count(unread) {
    this.unread = unread;
    $(".badge", this.tab)?.remove();
    if (unread) this.tab.append(make("span", "badge", unread > 99 ? "99+" : String(unread)));
    this.tab.setAttribute("aria-label", unread ? `${this.profile.name}，${unread} 条未读` : this.profile.name);
    this.desk.counted();
  }

  offerSamples() {
    if (this.chat.childElementCount || !this.profile.samples.length) return;
    const box = make("li", "samples");
    box.append(make("p", "", "点一句试试"));
    for (const text of this.profile.samples) box.append(button("", text, () => this.say({ type: "text", text })));
    this.chat.append(box);
  }
}

async function smaller(file) {
  if (file.size < 1500000) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
  const canvas = Object.assign(make("canvas"), { width: picture.width * scale, height: picture.height * scale });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => { canvas.toBlob((blob) => done(blob || file), "image/jpeg", 0.85); });
}
