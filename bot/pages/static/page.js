// What a page gains with a script: photos sent small, one by one, again and again until they are through; words
// that survive a bad line; no double tap. Without it every form works as it stands.
(function () {
  "use strict";

  var WAITS = [1000, 2000, 4000, 8000, 15000, 30000, 30000, 30000];
  var LONGEST = 1600;

  function make(tag, className) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    return element;
  }

  function name() {
    var bytes = new Uint8Array(9);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }

  // -- photos ------------------------------------------------------------------------------------------

  // A phone's 5 MB become some 300 KB; a picture that the browser cannot draw goes as it is.
  function smaller(file) {
    return new Promise(function (done) {
      var picture = new Image();
      var address = URL.createObjectURL(file);
      picture.onerror = function () { URL.revokeObjectURL(address); done(file); };
      picture.onload = function () {
        var scale = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
        var canvas = make("canvas");
        canvas.width = Math.round(picture.naturalWidth * scale);
        canvas.height = Math.round(picture.naturalHeight * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        if (!canvas.toBlob) return done(file);
        canvas.toBlob(function (blob) { done(blob && blob.size < file.size ? blob : file); }, "image/jpeg", 0.82);
      };
      picture.src = address;
    });
  }

  function Tray(box, form) {
    this.box = box;
    this.form = form;
    this.input = box.querySelector("input[type=file]");
    this.note = box.querySelector(".note");
    this.most = Number(box.dataset.most);
    this.count = 0;
    this.open = 0;
    this.after = null;
    this.input.addEventListener("change", this.take.bind(this));
  }

  Tray.prototype.say = function (text, refused) {
    this.note.textContent = text;
    this.note.classList.toggle("refusal", Boolean(refused));
  };

  Tray.prototype.take = function () {
    var files = Array.prototype.slice.call(this.input.files);
    var tray = this;
    this.input.value = "";
    this.say("");
    files.forEach(function (file) {
      if (tray.count >= tray.most) return tray.say("最多" + tray.most + "张。", true);
      tray.count += 1;
      tray.send(file);
    });
    this.input.closest(".add").hidden = this.count >= this.most;
  };

  Tray.prototype.send = function (file) {
    var tray = this;
    var shot = make("div", "shot waiting");
    var look = make("img");
    var bar = make("progress");
    look.alt = "";
    look.src = URL.createObjectURL(file);
    bar.max = 1;
    bar.value = 0;
    shot.append(look, bar);
    this.input.closest(".tray").insertBefore(shot, this.input.closest(".add"));
    this.open += 1;
    smaller(file).then(function (small) { tray.put(small, name(), bar, 0, shot); });
  };

  Tray.prototype.put = function (blob, once, bar, tries, shot) {
    var tray = this;
    var body = new FormData();
    body.append("key", this.form.elements.key.value);
    body.append("once", once);
    body.append("photo", blob, "photo.jpg");
    var request = new XMLHttpRequest();
    request.open("POST", this.box.dataset.upload);
    request.timeout = 60000;
    request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onload = function () {
      if (request.status === 200) return tray.end(shot, "✓", "");
      if (request.status >= 500) return again();
      var words = "没传上去，请换一张。";
      try { words = JSON.parse(request.responseText).refused || words; } catch (error) { /* not our answer */ }
      tray.end(shot, "!", words);
    };
    request.onerror = request.ontimeout = function () { again(); };
    request.send(body);

    // The same name each time: what got through and was not heard of is not kept twice.
    function again() {
      if (tries >= WAITS.length) return tray.end(shot, "!", "网络不好，没传上去。请再选一次。");
      tray.say("网络不好，正在重传……");
      bar.value = 0;
      var timer = setTimeout(go, WAITS[tries]);
      addEventListener("online", go);
      function go() {
        clearTimeout(timer);
        removeEventListener("online", go);
        tray.put(blob, once, bar, tries + 1, shot);
      }
    }
  };

  Tray.prototype.end = function (shot, sign, refused) {
    var mark = make("span", "sign");
    mark.textContent = sign;
    shot.className = refused ? "shot bad" : "shot";
    shot.querySelector("progress").remove();
    shot.append(mark);
    this.open -= 1;
    if (refused) {
      this.count -= 1;
      this.input.closest(".add").hidden = false;
      this.after = null;
      buttonOf(this.form).disabled = false;
    }
    this.say(refused || (this.open ? "正在传……" : "照片传好了。"), refused);
    if (!this.open && this.after) this.after();
  };

  // -- forms -------------------------------------------------------------------------------------------

  function buttonOf(form) {  // it may stand in the bar below and name its form
    return Array.from(form.elements).find(function (element) { return element.matches(".button"); });
  }

  function keepWords(form) {
    var field = form.querySelector("textarea");
    if (!field) return;
    var place = "words " + location.pathname;
    try {
      if (!field.value) field.value = sessionStorage.getItem(place) || "";
      field.addEventListener("input", function () { sessionStorage.setItem(place, field.value); });
    } catch (error) { /* no storage: then the words live as long as the page */ }
  }

  function forgetWords() {
    try {
      Object.keys(sessionStorage).forEach(function (place) {
        if (place.indexOf("words " + location.pathname + "/") === 0) sessionStorage.removeItem(place);
      });
    } catch (error) { /* nothing was kept */ }
  }

  document.querySelectorAll("form").forEach(function (form) {
    var box = form.querySelector("[data-upload]");
    var tray = box ? new Tray(box, form) : null;
    keepWords(form);
    form.addEventListener("submit", function (event) {
      var button = buttonOf(form);
      if (button.disabled && !(tray && tray.after)) return event.preventDefault();
      button.disabled = true;
      if (!tray || !tray.open) return undefined;
      event.preventDefault();
      tray.say("照片还在传，传完就提交。");
      tray.after = function () { tray.after = null; form.submit(); };
      return undefined;
    });
  });
  addEventListener("pageshow", function () {  // back from the next page: the button lives again
    document.querySelectorAll("button.button").forEach(function (button) { button.disabled = false; });
  });
  if (document.querySelector("[data-done]")) {
    forgetWords();
    history.replaceState(null, "", location.pathname);
  }

  // -- photos, large -----------------------------------------------------------------------------------

  document.querySelectorAll("[data-photo]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (!window.HTMLDialogElement) return;
      event.preventDefault();
      var dialog = make("dialog", "viewer");
      var picture = make("img");
      var mark = document.querySelector(".mark");
      picture.src = link.dataset.photo;
      picture.alt = "照片";
      dialog.append(picture);
      if (mark) dialog.append(mark.cloneNode(true));
      dialog.addEventListener("click", function () { dialog.close(); });
      dialog.addEventListener("close", function () { dialog.remove(); });
      document.body.append(dialog);
      dialog.showModal();
    });
  });
})();
