// Small comforts. Every page works without them.
(function () {
  "use strict";
  var doc = document;

  // Buttons that only work with JavaScript appear only where there is some.
  function awake(root) {
    root.querySelectorAll(".no-js").forEach(function (el) {
      if (window.speechSynthesis || !("voice" in el.dataset)) el.classList.remove("no-js");
    });
    root.querySelectorAll("[data-when]").forEach(when);
    root.querySelectorAll("[data-left]").forEach(function (el) { count(field(el)); });
  }

  function field(counter) { return doc.getElementById(counter.id.replace(/-counter$/, "")); }

  function count(area) {
    var counter = area && doc.getElementById(area.id + "-counter");
    if (!counter) return;
    counter.textContent = counter.dataset.left.replace("#", Math.max(0, area.maxLength - area.value.length));
  }

  // What only one answer makes needed is asked once that answer is given; without JavaScript it stands there from the start.
  function when(part) {
    var wish = part.dataset.when.split("="), values = wish[1].split(" ");
    var form = part.closest("form"), chosen = new FormData(form).get(wish[0]);
    part.hidden = values.indexOf(chosen) < 0 && !part.classList.contains("field-error");
  }

  // One tap, one request: the button says so until the answer is here.
  function busy(form, button) {
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    if (button) {
      button.setAttribute("aria-busy", "true");
      if (button.dataset.busy) { button.dataset.words = button.innerHTML; button.textContent = button.dataset.busy; }
    }
    // A line that drops must not leave a dead form behind.
    setTimeout(function () { idle(form); }, 10000);
  }

  function idle(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach(function (button) {
      button.removeAttribute("aria-busy");
      if (button.dataset.words) { button.innerHTML = button.dataset.words; delete button.dataset.words; }
    });
  }

  // No pop-up: the button itself asks, and a second tap goes on.
  function ask(button) {
    var words = button.innerHTML;
    button.classList.add("button-armed");
    button.textContent = button.dataset.confirm;
    button.name = "sure";
    button.value = "yes";
    setTimeout(function () {
      button.classList.remove("button-armed");
      button.removeAttribute("name");
      if (button.textContent === button.dataset.confirm) button.innerHTML = words;
    }, 6000);
  }

  function copy(button) {
    var text = button.dataset.copy, words = button.querySelector("span") || button, before = words.textContent;
    function done() {
      words.textContent = button.dataset.done;
      setTimeout(function () { words.textContent = before; }, 2500);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done);
      return;
    }
    var area = doc.createElement("textarea");
    area.value = text;
    area.className = "hidden";
    doc.body.appendChild(area);
    area.select();
    if (doc.execCommand("copy")) done();
    area.remove();
    button.focus();
  }

  // Reads the matter aloud; a second tap stops it.
  function speak() {
    var voice = window.speechSynthesis, text = doc.querySelector("h1").textContent, matter = doc.querySelector("[data-read]");
    if (voice.speaking) { voice.cancel(); return; }
    if (matter) text += "\n" + matter.textContent;
    text = new SpeechSynthesisUtterance(text);
    text.lang = doc.documentElement.lang === "en" ? "en" : "zh-CN";
    voice.speak(text);
  }

  doc.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy], [data-close], [data-confirm], [data-speak]");
    if (!button) return;
    if ("speak" in button.dataset) speak();
    if ("close" in button.dataset) button.closest(".notice").remove();
    if (button.dataset.copy && button.dataset.done !== button.textContent) copy(button);
    if (button.dataset.confirm && !button.classList.contains("button-armed")) {
      event.preventDefault();
      event.stopPropagation();
      ask(button);
    }
  }, true);

  doc.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.target.method === "post") {
      busy(event.target, event.submitter);
    }
  }, true);

  doc.addEventListener("change", function (event) {
    if (event.target.form) event.target.form.querySelectorAll("[data-when]").forEach(when);
  });
  doc.addEventListener("input", function (event) { if (event.target.maxLength > 0) count(event.target); });
  doc.addEventListener("htmx:afterRequest", function (event) { var form = event.target.closest("form"); if (form) idle(form); });
  doc.addEventListener("htmx:afterSwap", function (event) {
    awake(event.target.parentNode || event.target);
    // A refusal is shown at the top: bring it to who may be far below.
    if (event.target.id === "notice") event.target.scrollIntoView({ block: "center" });
  });
  window.addEventListener("pageshow", function () { doc.querySelectorAll("form[data-sent]").forEach(idle); });

  awake(doc);
  // The page opens at the first field that was wrong (autofocus); at the summary where it was none in particular.
  var errors = doc.getElementById("form-errors");
  if (errors && !doc.querySelector("[autofocus]")) errors.focus();
})();
