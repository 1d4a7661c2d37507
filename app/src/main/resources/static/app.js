// What pages do beyond links and forms. Everything works without it, except where a comment says so; each part finds its
// elements by a data attribute, also in what htmx brings later.
(() => {
  'use strict';
  const root = document.documentElement;
  const here = document.currentScript;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const words = () => $('#words').dataset;
  const csrf = () => JSON.parse(document.body.getAttribute('hx-headers') || '{}');
  const typing = el => el.closest('input:not([type=checkbox],[type=radio]),textarea,select,[contenteditable]');
  const dark = () => root.dataset.theme === 'dark' || (root.dataset.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);

  // Tabler asks for its theme by another name.
  const theme = () => root.setAttribute('data-bs-theme', dark() ? 'dark' : 'light');
  theme();

  // ---------- words on what happened ----------
  const toast = ({ tone = 'note', text, undo = '', act, then }) => {
    const notice = $('#toast-pattern').content.firstElementChild.cloneNode(true);
    notice.classList.add(tone);
    $('p', notice).textContent = text;
    const back = $('[data-undo]', notice);
    if (undo || then) {
      back.hidden = false;
      if (act) back.textContent = act;
      back.addEventListener('click', then || (() => post(undo)));
    }
    $('#toasts').append(notice);
    expire(notice);
  };
  // A word of success leaves by itself, not while it is read or pointed at. What went wrong stays, and so does what can be
  // taken back: nobody is hurried.
  const expire = notice => {
    if (notice.classList.contains('fault') || notice.querySelector('form,[data-undo]:not([hidden])')) return;
    let left;
    const start = () => { left = setTimeout(() => notice.remove(), 6000); };
    const stop = () => clearTimeout(left);
    ['mouseenter', 'focusin'].forEach(e => notice.addEventListener(e, stop));
    ['mouseleave', 'focusout'].forEach(e => notice.addEventListener(e, start));
    start();
  };
  const post = url => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: url });
    const proof = $('input[name=_csrf]');
    if (proof) form.append(proof.cloneNode());
    document.body.append(form);
    form.submit();
  };
  document.addEventListener('sextant:toast', e => toast(e.detail));
  document.addEventListener('click', e => e.target.closest('[data-close]')?.closest('[data-notice]').remove());

  // ---------- htmx ----------
  document.addEventListener('htmx:sendError', () => toast({ tone: 'fault', text: words().offline }));
  document.addEventListener('htmx:timeout', () => toast({ tone: 'fault', text: words().offline }));
  document.addEventListener('htmx:beforeSwap', e => {
    const { xhr } = e.detail;
    // A whole page in answer to a part means that we were sent elsewhere, to sign in again for one.
    if (/^\s*<!doctype/i.test(xhr.responseText)) {
      e.detail.shouldSwap = false;
      if (xhr.status < 400) location.assign(xhr.responseURL); else unexplained(xhr.getResponseHeader('X-Correlation-Id'));
    } else if (xhr.status >= 400 && xhr.status !== 422 && !xhr.getResponseHeader('HX-Retarget')) {
      e.detail.shouldSwap = false;
      unexplained(xhr.getResponseHeader('X-Correlation-Id'));
    }
  });
  const unexplained = id => toast({ tone: 'fault', text: words().failed.replace('{0}', id || '–') });

  // ---------- menus, dialogs ----------
  // A menu opens under its button, turned up or aside where there is no room, and follows it.
  const place = menu => {
    const button = $(`[popovertarget="${menu.id}"]`);
    const b = button.getBoundingClientRect(), m = menu.getBoundingClientRect();
    const left = b.left + m.width > innerWidth - 12 ? b.right - m.width : b.left;
    const below = b.bottom + 6 + m.height < innerHeight - 8;
    menu.style.left = `${Math.max(12, Math.min(left, innerWidth - m.width - 12))}px`;
    menu.style.top = `${below ? b.bottom + 6 : Math.max(8, b.top - m.height - 6)}px`;
  };
  document.addEventListener('toggle', e => { if (e.target.matches?.('.menu') && e.newState === 'open') place(e.target); }, true);
  ['scroll', 'resize'].forEach(n => addEventListener(n, () => $$('.menu:popover-open').forEach(place), { passive: true }));
  document.addEventListener('keydown', e => {
    const menu = e.target.closest?.('.menu');
    if (!menu || !['ArrowDown', 'ArrowUp'].includes(e.key)) return;
    const items = $$('a,button,input', menu).filter(i => i.offsetParent);
    const next = items.indexOf(document.activeElement) + (e.key === 'ArrowDown' ? 1 : -1);
    items[(next + items.length) % items.length]?.focus();
    e.preventDefault();
  });
  const open = id => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) {
      $$('[popover]:popover-open').forEach(p => p.hidePopover());
      dialog.showModal();
      // Where to type rather than the way out, which comes first in the page.
      $$('.dialog-body :is(input,select,textarea)', dialog).find(f => f.type !== 'hidden' && f.offsetParent)?.focus();
    }
  };
  document.addEventListener('click', e => {
    const opener = e.target.closest('[data-dialog]');
    if (opener) open(opener.dataset.dialog);
    if (e.target.closest('[data-shortcuts-open]')) open('shortcuts');
    if (e.target.closest('[data-back]')) history.back();
    if (e.target.closest('[data-dialog-close]')) e.target.closest('dialog')?.close();
    if (e.target.closest('[data-palette-open]') && $('#palette')) { e.preventDefault(); palette(); }
    // A click on the backdrop is a click on the dialog itself, outside its box.
    if (e.target instanceof HTMLDialogElement) {
      const box = e.target.getBoundingClientRect();
      if (e.clientX < box.left || e.clientX > box.right || e.clientY < box.top || e.clientY > box.bottom) e.target.close();
    }
  });

  // In a dialog that is part of a larger form, Enter means the dialog's own button, not the form's first.
  document.addEventListener('keydown', e => {
    const dialog = e.key === 'Enter' && !e.defaultPrevented && e.target.closest('dialog');
    if (!dialog || !e.target.matches('input,select') || !e.target.form?.contains(dialog)) return;
    e.preventDefault();
    $('.dialog-foot .btn-main', dialog)?.click();
  });

  // ---------- lists of options under a field: the palette, people, tags ----------
  // `list` holds role=option items; `take` gets the one chosen.
  const combobox = (input, list, take) => {
    const options = () => $$('[role=option]:not([aria-disabled])', list);
    const at = () => options().findIndex(o => o.getAttribute('aria-selected') === 'true');
    const mark = index => {
      const all = options();
      all.forEach((o, i) => o.setAttribute('aria-selected', i === index));
      const marked = all[index];
      if (marked) {
        marked.id ||= `${list.id}-${index}`;
        input.setAttribute('aria-activedescendant', marked.id);
        marked.scrollIntoView({ block: 'nearest' });
      } else input.removeAttribute('aria-activedescendant');
      input.setAttribute('aria-expanded', all.length > 0);
    };
    input.addEventListener('keydown', e => {
      const count = options().length;
      if (e.key === 'ArrowDown' && count) { mark((at() + 1) % count); e.preventDefault(); }
      else if (e.key === 'ArrowUp' && count) { mark((at() - 1 + count) % count); e.preventDefault(); }
      else if (e.key === 'Enter' && at() >= 0) { e.preventDefault(); take(options()[at()], e); }
    });
    list.addEventListener('mousedown', e => e.preventDefault());
    list.addEventListener('click', e => { const o = e.target.closest('[role=option]:not([aria-disabled])'); if (o) take(o, e); });
    return mark;
  };

  // ---------- palette ----------
  let paletteReady;
  const palette = () => {
    const dialog = $('#palette');
    if (!dialog || dialog.open) return;
    const input = $('input', dialog), list = $('#palette-hits');
    if (!paletteReady) {
      paletteReady = combobox(input, list, (option, e) => {
        if (e.ctrlKey || e.metaKey) window.open(option.dataset.url, '_blank', 'noopener'); else location.assign(option.dataset.url);
      });
      list.addEventListener('htmx:afterSwap', () => paletteReady(0));
    }
    $$('[popover]:popover-open').forEach(p => p.hidePopover());
    dialog.showModal();
    input.select();
    htmx.trigger(input, 'sextant:open');
  };

  // ---------- keys ----------
  const rows = () => $$('[data-rows] tbody tr');
  const move = by => {
    const all = rows();
    if (!all.length) return;
    const from = all.findIndex(r => r.classList.contains('at'));
    const to = all[Math.max(0, Math.min(all.length - 1, from < 0 ? (by > 0 ? 0 : all.length - 1) : from + by))];
    all.forEach(r => r.classList.toggle('at', r === to));
    to.scrollIntoView({ block: 'nearest' });
    ($('[data-open]', to) || $('a', to))?.focus({ preventScroll: true });
  };
  document.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k' && $('#palette')) {
      e.preventDefault();
      palette();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e.target) || $('dialog[open]')) return;
    const row = $('[data-rows] tbody tr.at');
    const act = {
      j: () => move(1),
      k: () => move(-1),
      x: () => { const box = row && $('[data-pick]', row); if (box) { box.click(); box.focus(); } return !!box; },
      e: () => { const edit = (row && $('[data-edit]', row)) || (!row && $('[data-edit]')); edit?.click(); return !!edit; },
      o: () => { const link = row && $('[data-open]', row); link?.click(); return !!link; },
      Enter: () => { const link = row && !e.target.closest('a,button,input,summary') && $('[data-open]', row); if (link) link.click(); return !!link; },
      '/': () => { const search = $('[data-search]'); if (search) { search.focus(); search.select(); } else palette(); },
      '?': () => open('shortcuts'),
    }[e.key];
    if (act && act() !== false) e.preventDefault();
  });

  // ---------- rows that are ticked ----------
  const count = form => {
    const boxes = $$('[data-pick]', form), picked = boxes.filter(b => b.checked).length;
    const all = $('[data-pick-all]', form);
    if (all) { all.checked = picked > 0 && picked === boxes.length; all.indeterminate = picked > 0 && picked < boxes.length; }
    const told = $('[data-picked]', form);
    if (told) told.textContent = told.dataset.picked.replace('{0}', picked.toLocaleString(root.lang));
  };
  let lastPick;
  document.addEventListener('click', e => {
    const box = e.target.closest('[data-pick]');
    if (box) {
      const boxes = $$('[data-pick]', box.form);
      // Shift ticks all between this one and the last.
      if (e.shiftKey && lastPick && boxes.includes(lastPick)) {
        const [from, to] = [boxes.indexOf(lastPick), boxes.indexOf(box)].sort((a, b) => a - b);
        boxes.slice(from, to + 1).forEach(b => { b.checked = box.checked; });
      }
      lastPick = box;
      count(box.form);
    }
    const all = e.target.closest('[data-pick-all]');
    if (all) { $$('[data-pick]', all.form).forEach(b => { b.checked = all.checked; }); count(all.form); }
    const none = e.target.closest('[data-pick-none]');
    if (none) { $$('[data-pick]', none.form).forEach(b => { b.checked = false; }); count(none.form); }
  });

  // ---------- saves as you go ----------
  const queues = new WeakMap();
  const state = (form, text) => $$('[data-save-state]', form).forEach(s => { s.textContent = text; });
  const save = async control => {
    const form = control.closest('form'), name = control.name || control.dataset.name || $('input,select,textarea', control).name;
    const data = new URLSearchParams();
    const given = new FormData(form);
    [name, `${name}Id`, 'version'].forEach(n => given.getAll(n).forEach(v => data.append(n, v)));
    data.append('field', name);
    state(form, words().saving);
    try {
      const answer = await fetch(control.dataset.autosave, { method: 'POST', body: data, headers: { ...csrf(), 'HX-Request': 'true' } });
      const note = control.closest('.field').querySelector('.field-note');
      const html = await answer.text();
      if (answer.redirected && /^\s*<!doctype/i.test(html)) { location.assign(answer.url); return; }
      if (!answer.ok && answer.status !== 422) throw answer;
      const version = answer.headers.get('Sextant-Version'), field = $('[name=version]', form);
      if (version && field) field.value = version;
      note.outerHTML = html;
      const fresh = control.closest('.field').querySelector('.field-note');
      const wrong = !!$('[data-error]', fresh);
      $$('input,select,textarea', control.closest('.field')).forEach(i => wrong ? i.setAttribute('aria-invalid', 'true') : i.removeAttribute('aria-invalid'));
      state(form, wrong ? words().unsaved : words().saved);
    } catch (problem) {
      state(form, words().unsaved);
      if (problem instanceof Response) unexplained(problem.headers.get('X-Correlation-Id'));
      else toast({ tone: 'fault', text: words().offline });
    }
  };
  document.addEventListener('change', e => {
    const control = e.target.closest('[data-autosave]');
    if (!control) return;
    // One after the other, so that each carries the version that the one before it made.
    const form = control.closest('form');
    queues.set(form, (queues.get(form) || Promise.resolve()).then(() => save(control)));
  });

  // ---------- a form that keeps itself ----------
  // A form with `data-asks` posts itself there shortly after it changes: what is typed is kept, `[data-heard]` is replaced by
  // the answer, and of its `[data-question]` those show that the answer names.
  const hear = async form => {
    const given = new FormData(form), typed = form.dataset.typed;
    state(form, words().saving);
    try {
      const answer = await fetch(form.dataset.asks, { method: 'POST', body: new URLSearchParams(given), headers: { ...csrf(), 'HX-Request': 'true' } });
      const html = await answer.text();
      if (answer.redirected || answer.headers.get('HX-Redirect')) { location.assign(answer.headers.get('HX-Redirect') || answer.url); return; }
      if (!answer.ok && answer.status !== 422) throw answer;
      $('[data-heard]', form).outerHTML = html;
      const heard = $('[data-heard]', form);
      // What the page last knew is what was just kept.
      if (answer.ok) {
        given.forEach((value, name) => { const seen = $(`[name="was.${CSS.escape(name)}"]`, form); if (seen) seen.value = value; });
        if (form.dataset.typed === typed) sessionStorage.removeItem(kept(form));
      }
      if ('shown' in heard.dataset) {
        const shown = heard.dataset.shown.split(' ');
        $$('[data-question]', form).forEach(q => { q.hidden = !shown.includes(q.dataset.question); });
        $('[name=shown]', form).value = shown.join(' ');
      }
      state(form, answer.ok ? words().saved : words().unsaved);
    } catch (problem) {
      state(form, words().unsaved);
      if (problem instanceof Response) unexplained(problem.headers.get('X-Correlation-Id'));
      else toast({ tone: 'fault', text: words().offline });
    }
  };
  const hearings = new WeakMap(), waits = new WeakMap();
  const hearSoon = (form, wait) => {
    clearTimeout(waits.get(form));
    waits.set(form, setTimeout(() => hearings.set(form, (hearings.get(form) || Promise.resolve()).then(() => form.isConnected && hear(form))), wait));
  };
  document.addEventListener('input', e => {
    const form = e.target.closest?.('form[data-asks]');
    if (form) { form.dataset.typed = Number(form.dataset.typed || 0) + 1; hearSoon(form, 1500); }
  });
  document.addEventListener('change', e => { const form = e.target.closest?.('form[data-asks]'); if (form) hearSoon(form, 0); });
  document.addEventListener('submit', e => clearTimeout(waits.get(e.target)));

  // ---------- what is shown once: chosen when it is touched, copied at a press ----------
  const select = field => {
    if ('focus' in field.dataset) field.focus();
    field.addEventListener('focus', () => field.select());
    const button = $('[data-copy]', field.parentElement);
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', () => navigator.clipboard.writeText(field.value).then(
      () => { $('span', button).textContent = words().copied; },
      () => field.focus()));
  };

  // ---------- a password, shown while it is typed ----------
  const reveal = button => {
    const field = document.getElementById(button.dataset.reveal);
    const show = on => {
      field.type = on ? 'text' : 'password';
      button.setAttribute('aria-pressed', on);
    };
    button.hidden = false;
    button.addEventListener('click', () => show(field.type === 'password'));
    // It leaves as a password, so that the browser neither keeps it as a text nor misses it.
    field.form?.addEventListener('submit', () => show(false));
  };

  // ---------- passkeys ----------
  // A form that asks the browser for a passkey shows itself where there is one to be had, and where there is not, the words
  // beside it. What to ask comes from the server, and the answer leaves with the form.
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
  const base64url = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const keyed = list => list.map(key => ({ ...key, id: bytes(key.id) }));
  const askCredential = (kind, asked) => {
    const publicKey = { ...asked, challenge: bytes(asked.challenge) };
    if (kind === 'get') return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: keyed(asked.allowCredentials) } });
    return navigator.credentials.create({ publicKey: { ...publicKey, user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: keyed(asked.excludeCredentials) } });
  };
  const credentialText = ({ id, rawId, type, response }) => {
    const said = { clientDataJSON: base64url(response.clientDataJSON) };
    if (response.attestationObject) Object.assign(said, { attestationObject: base64url(response.attestationObject), transports: response.getTransports?.() || [] });
    else {
      Object.assign(said, { authenticatorData: base64url(response.authenticatorData), signature: base64url(response.signature) });
      if (response.userHandle) said.userHandle = base64url(response.userHandle);
    }
    return JSON.stringify({ id, rawId: base64url(rawId), type, response: said, clientExtensionResults: {} });
  };
  const passkey = form => {
    const { passkey: kind, origin, cancelled, known, failed } = form.dataset;
    if (!isSecureContext || !window.PublicKeyCredential || origin !== location.origin) {
      $('[data-passkey-not]', form.parentElement).hidden = false;
      return;
    }
    form.hidden = false;
    const button = $('button:not([type=button])', form), fault = $('[data-fault]', form);
    const say = (text, field) => {
      fault.textContent = text;
      fault.hidden = !text;
      if (text) (field && form.elements[field] || fault).focus();
    };
    form.addEventListener('submit', async e => {
      e.preventDefault();
      if (button.disabled) return;
      say('');
      button.disabled = true;
      try {
        const answer = await fetch(`${form.getAttribute('action')}/options`, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: csrf() });
        if (answer.redirected || answer.status === 401) { location.assign('/login'); return; }
        const asked = await answer.json();
        if (!answer.ok) { say(asked.text || failed, asked.field); return; }
        form.elements.answer.value = credentialText(await askCredential(kind, asked));
        // It was asked for and has served.
        if (form.elements.password) form.elements.password.disabled = true;
        form.submit();
      } catch (error) {
        say(error.name === 'NotAllowedError' || error.name === 'AbortError' ? cancelled : error.name === 'InvalidStateError' && known ? known : failed);
      } finally {
        button.disabled = false;
      }
    });
  };

  // ---------- nothing typed is lost ----------
  // What is typed in a form with `data-keep` stays in this tab until the form is taken.
  const kept = form => `keep:${form.dataset.keep}`;
  document.addEventListener('input', e => {
    const form = e.target.closest?.('form[data-keep]');
    if (form) sessionStorage.setItem(kept(form), JSON.stringify([...new FormData(form)].filter(([n, v]) => typeof v === 'string' && !n.startsWith('_') && !n.startsWith('was.') && n !== 'version')));
  });
  document.addEventListener('submit', e => { if (e.target.matches('form[data-keep]')) sessionStorage.setItem('keep-sent', kept(e.target)); });
  const restore = () => {
    const sent = sessionStorage.getItem('keep-sent');
    if (sent) {
      sessionStorage.removeItem('keep-sent');
      // An error page, or the way back in: the form was not taken, and its next opening brings back what was typed.
      if (!$('[data-not-taken]')) sessionStorage.removeItem(sent);
    }
    $$('form[data-keep]').forEach(form => {
      const values = JSON.parse(sessionStorage.getItem(kept(form)) || '[]');
      let changed = false;
      const names = new Set(values.map(([n]) => n));
      names.forEach(name => {
        const mine = values.filter(([n]) => n === name).map(([, v]) => v);
        $$(`[name="${CSS.escape(name)}"]`, form).forEach((control, i) => {
          if (/checkbox|radio/.test(control.type)) {
            changed ||= control.checked !== mine.includes(control.value);
            control.checked = mine.includes(control.value);
          } else {
            const value = mine[Math.min(i, mine.length - 1)];
            changed ||= control.value.replaceAll('\r\n', '\n') !== value;
            control.value = value;
          }
        });
      });
      if (changed) {
        toast({ text: words().kept, act: words().afresh, then: () => { sessionStorage.removeItem(kept(form)); location.reload(); } });
      }
    });
  };

  // ---------- what needs setting up, on the page and in each part that comes ----------
  const debounce = (wait, f) => { let t; return (...a) => { clearTimeout(t); t = setTimeout(() => f(...a), wait); }; };
  let lists = 0;
  const suggestions = (input, take) => {
    const list = Object.assign(document.createElement('ul'), { className: 'options', id: `suggest-${++lists}`, hidden: true });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.labels?.[0]?.textContent || input.getAttribute('aria-label') || '');
    input.closest('.suggest').append(list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'false');
    const hide = () => { list.hidden = true; list.replaceChildren(); mark(-1); };
    const mark = combobox(input, list, option => { take(option); hide(); });
    let asked = 0;
    const ask = debounce(140, async source => {
      const q = input.value.trim(), mine = ++asked;
      if (!q) { hide(); return; }
      try {
        const answer = await fetch(`${source}${source.includes('?') ? '&' : '?'}q=${encodeURIComponent(q)}`, { headers: { 'HX-Request': 'true' } });
        if (mine !== asked || !answer.ok || document.activeElement !== input) return;
        list.innerHTML = await answer.text();
        $$('[role=option]', list).forEach((o, i) => { o.id = `${list.id}-${i}`; });
        list.hidden = !list.childElementCount;
        mark(-1);
      } catch { hide(); }
    });
    input.addEventListener('blur', hide);
    input.addEventListener('keydown', e => { if (e.key === 'Escape' && !list.hidden) { hide(); e.preventDefault(); e.stopPropagation(); } });
    return ask;
  };
  const people = input => {
    const linked = $(`[name="${input.dataset.linked}"]`, input.closest('.suggest'));
    const ask = suggestions(input, option => {
      input.value = option.dataset.label;
      if (linked) linked.value = option.dataset.value;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    // A name typed over is somebody else until a suggestion is taken.
    input.addEventListener('input', () => { if (linked) linked.value = ''; ask(input.dataset.source); });
  };
  // An @ in a text offers people. The list is a combobox only while it is open: a text field is none otherwise.
  const mentions = field => {
    const list = Object.assign(document.createElement('ul'), { className: 'options', id: `suggest-${++lists}`, hidden: true });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', field.labels?.[0]?.firstElementChild?.textContent || '');
    field.closest('.suggest').append(list);
    const picked = new Set();
    const asking = () => {
      const found = field.value.slice(0, field.selectionStart).match(/(?:^|[\s(«“"'’])@([^@\n]{0,40})$/);
      return found && [...picked].some(name => found[1].startsWith(name)) ? null : found;
    };
    let asked = 0;
    const hide = () => {
      asked++;
      list.hidden = true;
      list.replaceChildren();
      ['role', 'aria-autocomplete', 'aria-controls', 'aria-expanded', 'aria-activedescendant'].forEach(a => field.removeAttribute(a));
    };
    const mark = combobox(field, list, option => {
      const found = asking();
      if (!found) return hide();
      const from = field.selectionStart - found[1].length;
      field.setRangeText(`${option.dataset.label} `, from, field.selectionStart, 'end');
      picked.add(option.dataset.label);
      const name = document.createElement('input');
      Object.assign(name, { type: 'hidden', name: 'mention', value: option.dataset.value });
      field.form.append(name);
      hide();
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    const ask = debounce(140, async () => {
      const found = asking(), mine = ++asked;
      if (!found) return hide();
      try {
        const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(found[1].trim())}`, { headers: { 'HX-Request': 'true' } });
        if (mine !== asked || !answer.ok || document.activeElement !== field) return;
        list.innerHTML = await answer.text();
        if (!list.childElementCount) return hide();
        $$('[role=option]', list).forEach((o, i) => { o.id = `${list.id}-${i}`; });
        list.hidden = false;
        field.setAttribute('role', 'combobox');
        field.setAttribute('aria-autocomplete', 'list');
        field.setAttribute('aria-controls', list.id);
        mark(0);
      } catch { hide(); }
    });
    field.addEventListener('input', ask);
    field.addEventListener('blur', hide);
    field.addEventListener('keydown', e => { if (e.key === 'Escape' && !list.hidden) { hide(); e.preventDefault(); e.stopPropagation(); } });
  };
  const tags = box => {
    const field = $('input', box), name = field.name;
    const hidden = Object.assign(document.createElement('input'), { type: 'hidden', name, value: field.value });
    field.removeAttribute('name');
    field.classList.remove('form-control');
    const frame = Object.assign(document.createElement('div'), { className: 'tags' });
    field.before(frame);
    frame.append(field, hidden);
    if (field.dataset.autosave) { hidden.dataset.autosave = field.dataset.autosave; delete field.dataset.autosave; }
    let all = [];
    const draw = () => {
      $$('.tag', frame).forEach(t => t.remove());
      all.forEach(word => {
        const tag = Object.assign(document.createElement('span'), { className: 'tag' });
        const off = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
        off.setAttribute('aria-label', box.dataset.remove.replace('{0}', word));
        off.addEventListener('click', () => { set(all.filter(w => w !== word)); field.focus(); });
        tag.append(word, off);
        field.before(tag);
      });
    };
    const set = words => {
      const before = hidden.value;
      all = [...new Set(words.map(w => w.trim()).filter(Boolean))];
      hidden.value = all.join(', ');
      draw();
      if (hidden.value !== before) hidden.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const add = text => { set([...all, ...text.split(',')]); field.value = ''; };
    const ask = field.dataset.source ? suggestions(field, option => add(option.dataset.label)) : () => {};
    all = hidden.value.split(',').map(w => w.trim()).filter(Boolean);
    field.value = '';
    draw();
    field.addEventListener('input', () => { if (field.value.includes(',')) add(field.value); else ask(field.dataset.source); });
    field.addEventListener('keydown', e => {
      if (e.key === 'Enter' && !e.defaultPrevented && field.value.trim()) { e.preventDefault(); add(field.value); }
      if (e.key === 'Backspace' && !field.value && all.length) set(all.slice(0, -1));
    });
    field.addEventListener('change', e => e.stopPropagation());
    field.addEventListener('blur', () => { if (field.value.trim()) add(field.value); });
    frame.addEventListener('click', e => { if (e.target === frame) field.focus(); });
  };
  const drop = zone => {
    const input = $('input', zone), told = $('[data-file]', zone), hint = told.textContent;
    const size = bytes => new Intl.NumberFormat(root.lang, { style: 'unit', unit: bytes < 1e6 ? 'kilobyte' : 'megabyte', maximumFractionDigits: 1 }).format(bytes / (bytes < 1e6 ? 1e3 : 1e6));
    const show = () => {
      const file = input.files[0];
      const big = file && file.size > Number(zone.dataset.most);
      input.setCustomValidity(big ? zone.dataset.tooBig : '');
      told.textContent = !file ? hint : big ? zone.dataset.tooBig : `${file.name} · ${size(file.size)}`;
      zone.classList.toggle('chosen', !!file && !big);
      if (big) input.reportValidity();
    };
    input.addEventListener('change', show);
    ['dragenter', 'dragover'].forEach(n => zone.addEventListener(n, e => { e.preventDefault(); zone.classList.add('over'); }));
    ['dragleave', 'drop'].forEach(n => zone.addEventListener(n, e => { e.preventDefault(); zone.classList.remove('over'); }));
    zone.addEventListener('drop', e => { if (e.dataTransfer.files.length) { input.files = e.dataTransfer.files; input.dispatchEvent(new Event('change', { bubbles: true })); } });
  };
  const once = (selector, from, f) => {
    [...(from.matches?.(selector) ? [from] : []), ...$$(selector, from)].forEach(el => {
      if (el.dataset.ready) return;
      el.dataset.ready = '1';
      f(el);
    });
  };
  const setUp = from => {
    once('[data-linked]', from, people);
    once('[data-tags]', from, tags);
    once('[data-mentions]', from, mentions);
    once('[data-drop]', from, drop);
    once('[data-select]', from, select);
    once('[data-reveal]', from, reveal);
    once('form[data-passkey]', from, passkey);
    once('[data-submits]', from, el => el.addEventListener('change', () => el.form.requestSubmit()));
    once('[data-notice]', from, expire);
    once('[data-focus]', from, el => el.focus());
    once('[data-print]', from, el => { el.hidden = false; el.addEventListener('click', () => print()); });
    once('[data-chart]', from, chart);
    $$('form', from).forEach(form => { if ($('[data-picked]', form)) count(form); });
  };

  // ---------- charts ----------
  let library;
  const drawn = new Map();
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const chart = figure => {
    $('details', figure).open = false;
    library ||= new Promise((done, failed) => {
      const script = Object.assign(document.createElement('script'), { src: here.dataset.echarts });
      script.addEventListener('load', done);
      script.addEventListener('error', failed);
      document.head.append(script);
    });
    // Without the library the table says it all.
    library.then(() => paint(figure), () => { $('details', figure).open = true; });
  };
  // The library reads neither light-dark() nor var(): the browser resolves our colours, one pixel each.
  const colours = paper => {
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const span = document.createElement('span');
    span.hidden = true;
    if (paper) span.style.colorScheme = 'light';
    document.body.append(span);
    const seen = {};
    return {
      of: name => seen[name] ||= (() => {
        span.style.color = `var(--${name})`;
        probe.clearRect(0, 0, 1, 1);
        probe.fillStyle = getComputedStyle(span).color;
        probe.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
        return `rgba(${r},${g},${b},${(a / 255).toFixed(3)})`;
      })(),
      end: () => span.remove(),
    };
  };
  const read = figure => {
    const table = $('table', figure);
    const heads = $$('thead th', table).slice(1);
    return {
      series: heads.map(h => ({ name: h.textContent.trim(), hue: h.dataset.hue || 'brand' })),
      rows: $$('tbody tr', table).map(tr => {
        const [name, ...cells] = tr.children;
        return {
          name: name.textContent.trim(),
          url: $('a', name)?.href,
          hue: tr.dataset.hue,
          cells: cells.map(c => ({ value: c.dataset.value === undefined || c.dataset.value === '' ? null : Number(c.dataset.value), text: c.textContent.trim(), url: $('a', c)?.href })),
        };
      }),
    };
  };
  const paint = (figure, paper = false) => {
    const area = $('.chart-area', figure);
    const { series, rows: lines } = read(figure);
    const kind = figure.dataset.chart, lying = kind === 'bar' || kind === 'stack', colour = colours(paper);
    const c = colour.of, font = getComputedStyle(document.body).fontFamily;
    area.hidden = false;
    if (lying) area.style.height = `${Math.max(96, lines.length * (figure.dataset.size === 'small' ? 26 : 32) + (series.length > 1 ? 30 : 6))}px`;
    drawn.get(figure)?.dispose();
    delete area.dataset.drawn;
    const view = echarts.init(area, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio) });
    drawn.set(figure, view);
    area.setAttribute('role', 'img');
    area.setAttribute('aria-label', figure.dataset.label);
    const total = row => row.cells.reduce((sum, cell) => sum + (cell.value || 0), 0);
    const text = { fontFamily: font, fontSize: 12, color: c('ink-2') };
    const names = { type: 'category', data: lines.map(l => l.name), inverse: lying, axisTick: { show: false }, axisLine: { show: !lying, lineStyle: { color: c('line') } }, axisLabel: { ...text, interval: lying ? 0 : 'auto', width: lying ? Math.min(220, area.clientWidth * .36) : undefined, overflow: lying ? 'truncate' : undefined, alignMinLabel: lying ? undefined : 'left', alignMaxLabel: lying ? undefined : 'right', hideOverlap: true } };
    const values = { type: 'value', max: kind === 'stack' ? 1 : undefined, minInterval: 1, axisLabel: { show: !lying && kind === 'line', ...text, color: c('ink-3'), formatter: v => v.toLocaleString(root.lang) }, splitLine: { show: kind === 'line', lineStyle: { color: c('line-2') } }, name: kind === 'line' ? figure.dataset.unit : undefined, nameTextStyle: { ...text, align: 'left', color: c('ink-3') } };
    const many = series.length > 1;
    const fill = hue => (['go', 'wait', 'no'].includes(hue) ? c(`${hue}-fill`) : c(hue));
    // What is not known is drawn as its chip is: pale, in a dashed line.
    const style = hue => (hue === 'unknown' ? { color: c('unknown-fill'), borderColor: c('line-3'), borderType: [3, 2], borderWidth: 1 } : { color: fill(hue) });
    const ends = i => (many ? [] : [lines.findIndex(l => l.cells[i].value !== null), lines.findLastIndex(l => l.cells[i].value !== null)]);
    // The names of two lines that end close to each other stand one above the other.
    const last = series.map((_, i) => lines.findLast(l => l.cells[i]?.value != null)?.cells[i].value ?? null);
    const most = Math.max(1, ...lines.flatMap(l => l.cells.map(cell => cell.value ?? 0)));
    const beside = i => {
      const other = last.findIndex((v, n) => n !== i && v !== null && last[i] !== null && Math.abs(v - last[i]) / most * (area.clientHeight - 60) < 18);
      return other < 0 ? 'middle' : last[i] > last[other] || last[i] === last[other] && i > other ? 'bottom' : 'top';
    };
    view.on('finished', () => { area.dataset.drawn = ''; });
    view.setOption({
      animation: !still.matches && !paper,
      animationDuration: 280,
      textStyle: text,
      aria: { enabled: false },
      grid: { left: 2, right: lying && kind !== 'stack' ? 54 : many && kind === 'line' ? 64 : 10, top: many && lying ? 28 : kind === 'line' ? 30 : lying ? 2 : 20, bottom: 2, containLabel: true },
      tooltip: {
        renderMode: 'richText', trigger: kind === 'line' ? 'axis' : 'item', confine: true, backgroundColor: c('card'), borderColor: c('line'), borderWidth: 1, padding: [8, 11], textStyle: { ...text, color: c('ink') }, axisPointer: { lineStyle: { color: c('line-3') } },
        formatter: given => {
          const points = [].concat(given), row = lines[points[0].dataIndex];
          return [row.name, ...points.map(p => `${many ? `${p.seriesName}  ` : ''}${row.cells[p.seriesIndex].text}${figure.dataset.unit && !many ? ` ${figure.dataset.unit}` : ''}`)].join('\n');
        },
      },
      // Names stand beside what they name; a legend only where rows share several hues.
      legend: many && lying ? { top: 0, left: 0, icon: 'roundRect', itemWidth: 9, itemHeight: 9, itemGap: 16, selectedMode: false, textStyle: { ...text, color: c('ink-2') } } : undefined,
      xAxis: lying ? values : names,
      yAxis: lying ? names : values,
      series: series.map((s, i) => ({
        name: s.name,
        type: kind === 'line' ? 'line' : 'bar',
        stack: kind === 'stack' ? 'whole' : undefined,
        barMaxWidth: lying ? 16 : 34,
        barMinHeight: kind === 'stack' ? 0 : 2,
        cursor: lines.some(l => l.url || l.cells[i]?.url) ? 'pointer' : 'default',
        symbol: 'circle',
        symbolSize: 6,
        lineStyle: { width: 2 },
        itemStyle: { borderRadius: kind === 'stack' ? 1 : lying ? [2, 4, 4, 2] : [4, 4, 1, 1], borderColor: kind === 'stack' ? c('card') : undefined, borderWidth: kind === 'stack' ? 1.5 : 0, ...style(s.hue) },
        emphasis: { itemStyle: { opacity: .82 }, disabled: false },
        label: { show: kind === 'line' ? !many : kind !== 'stack' && lines.length <= 40, position: lying ? 'right' : 'top', distance: 6, ...text, color: c('ink'), fontWeight: 560, formatter: p => (kind === 'line' && !ends(i).includes(p.dataIndex) ? '' : lines[p.dataIndex].cells[i].text) },
        endLabel: { show: kind === 'line' && many, formatter: '{a}', ...text, color: c(s.hue), verticalAlign: beside(i) },
        labelLayout: kind === 'column' ? { hideOverlap: true } : undefined,
        data: lines.map(l => {
          const value = l.cells[i]?.value ?? null;
          return { value: kind === 'stack' ? (total(l) ? value / total(l) : 0) : value, itemStyle: l.hue ? style(l.hue) : undefined };
        }),
      })),
    });
    view.on('click', p => {
      const row = lines[p.dataIndex], url = row.cells[p.seriesIndex]?.url || row.url;
      if (url) location.assign(url);
    });
    colour.end();
  };
  const repaint = paper => [...drawn.keys()].forEach(figure => {
    if (figure.isConnected) paint(figure, paper); else { drawn.get(figure).dispose(); drawn.delete(figure); }
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { theme(); repaint(false); });
  addEventListener('resize', debounce(120, () => repaint(false)));
  addEventListener('beforeprint', () => repaint(true));
  addEventListener('afterprint', () => repaint(false));

  document.addEventListener('htmx:load', e => setUp(e.detail.elt));

  // Where tabs do not all fit, the one that is shown is in view.
  $$('.tabs [aria-current]').forEach(tab => { const list = tab.closest('.tabs'); list.scrollLeft = tab.offsetLeft + tab.offsetWidth - list.offsetLeft - list.clientWidth + 24; });
  // First what was typed, so that tags and people are set up from it.
  restore();
  setUp(document.body);
})();
