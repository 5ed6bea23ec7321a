// Parts that views share: tables, states, times, buttons, and the dialog before an act.

import { html, nothing, render } from './lib/lit-html.js';
import * as format from './format.js';

export const STATUSES = ['SCHEDULED', 'QUEUED', 'STARTED', 'RETRY', 'INTERRUPTED', 'SUCCESS', 'FAILED', 'MAX_RETRIES',
	'TIMEOUT', 'ABORTED', 'CANCELLED'];
export const DEAD = ['FAILED', 'MAX_RETRIES', 'TIMEOUT'];
export const WAITING = ['SCHEDULED', 'QUEUED', 'RETRY', 'INTERRUPTED'];
export const ENDED = ['SUCCESS', 'FAILED', 'MAX_RETRIES', 'TIMEOUT', 'ABORTED', 'CANCELLED'];

/** Parameters as a query. A list repeats its name; what is not set is left out. An empty error means none. */
export function query(params) {
	const all = new URLSearchParams();
	for (const [name, value] of Object.entries(params)) {
		for (const each of [value].flat()) {
			if (each !== null && each !== undefined && (each !== '' || name === 'error')) {
				all.append(name, each);
			}
		}
	}
	return all.toString();
}

/** The address of a view. */
export function link(view, params = {}) {
	const text = query(params);
	return `#/${view}${text ? `?${text}` : ''}`;
}

export function status(name) {
	return html`<span class="status" data-status=${name}>${name.replace('_', ' ')}</span>`;
}

/** The tags of a job, each with the address of the jobs that have it too. */
export function tags(names, filter = {}) {
	return names.map((name) => html` <a class="label" href=${link('jobs', { ...filter, tag: [...new Set([...(filter.tag || []), name])] })}
		title=${`Jobs with the tag ${name}`}>${name}</a>`);
}

export function time(value) {
	return value ? html`<time datetime=${value} title=${format.exactly(value)}>${format.relative(value)}</time>` : '–';
}

/** When a job ended, started or becomes due. */
export function when(job) {
	if (job.endedAt) {
		return html`ended ${time(job.endedAt)}`;
	}
	return job.status === 'STARTED' ? html`started ${time(job.startedAt)}` : html`due ${time(job.dueAt)}`;
}

/** How long the last attempt of a job took, if it has ended. */
export function took(job) {
	return job.endedAt && job.startedAt ? format.between(job.startedAt, job.endedAt) : '';
}

/** The last error of a job in a list. */
export function error(job) {
	return job.errorType ? html`<span title=${job.errorType}>${format.simpleName(job.errorType)}</span>
		<small>${job.errorMessage}</small>` : '';
}

/**
 * A table. A column has a head, a cell of a row, and maybe a class: 'num' for numbers,
 * 'short' for one line, 'main' for what names the row, 'named' for a value that needs its head on a narrow page, where
 * each row becomes a block.
 */
export function table(caption, columns, rows, empty) {
	if (rows.length === 0) {
		return html`<p class="empty">${empty}</p>`;
	}
	return html`<table>
		<caption class="unseen">${caption}</caption>
		<thead><tr>${columns.map((column) => html`<th scope="col" class=${column.kind || ''}>${column.head}</th>`)}</tr></thead>
		<tbody>${rows.map((row) => html`<tr tabindex="-1">${columns.map((column) => html`<td
			class=${column.kind || ''} data-label=${typeof column.head === 'string' ? column.head : ''}>${column.cell(row)}</td>`)}</tr>`)}
		</tbody></table>`;
}

/** What a view is reduced to, with a way back to all of it. */
export function chosen(queue, view) {
	return queue ? html`<p class="note">Only queue <a href=${link('queues', { name: queue })}>${queue}</a>.
		<a href=${link(view)}>Show all</a></p>` : nothing;
}

/** What a view is shown without, and why. */
export function missing(what, why) {
	return why ? html`<p class="note missing" role="status">${what} cannot be shown: ${why}</p>` : nothing;
}

/** What is not known, or does not apply; a narrow page leaves it out. */
export const none = html`<span class="zero">–</span>`;

/** A number that leads somewhere, or a zero in the colour of notes. */
export function amount(value, href) {
	if (!value) {
		return html`<span class="zero">0</span>`;
	}
	return href ? html`<a href=${href}>${format.count(value)}</a>` : format.count(value);
}

export function button(text, onClick, options = {}) {
	return html`<button type="button" class=${options.danger ? 'danger' : ''} ?disabled=${options.disabled}
		?autofocus=${options.autofocus} title=${options.title || nothing} aria-label=${options.label || nothing} @click=${onClick}>${text}</button>`;
}

export function copy(text, name = 'Copy') {
	return button(name, async (event) => {
		const target = event.currentTarget;
		target.textContent = (await toClipboard(text)) ? 'Copied' : 'Not copied';
	});
}

/** Answers whether it was done. Browsers have no clipboard for a page without HTTPS, but can copy what is selected. */
async function toClipboard(text) {
	try {
		if (navigator.clipboard) {
			await navigator.clipboard.writeText(text);
			return true;
		}
		const area = document.createElement('textarea');
		area.className = 'unseen';
		area.value = text;
		document.body.append(area);
		area.select();
		const done = document.execCommand('copy');
		area.remove();
		return done;
	}
	catch {
		return false;
	}
}

let hiding = 0;

/** Say what came of an act, for ten seconds. */
export function announce(text) {
	const live = document.getElementById('live');
	live.textContent = text;
	clearTimeout(hiding);
	hiding = setTimeout(() => (live.textContent = ''), 10000);
}

const dialog = () => document.getElementById('dialog');

/** Show a dialog with a body and buttons until it is closed. */
export function open(title, body, buttons = button('Close', close)) {
	render(html`<h2 id="dialog-title">${title}</h2>${body}<p class="buttons">${buttons}</p>`, dialog());
	if (!dialog().open) {
		dialog().showModal();
	}
}

export function close() {
	dialog().close();
}

/**
 * Ask before an act.
 * @param act its title, text, verb; 'name' must be typed where it cannot be undone
 * @return whether to do it
 */
export function ask({ title, text, verb, danger, name }) {
	return new Promise((resolve) => {
		let typed = '';
		const done = (answer) => {
			dialog().oncancel = null;
			removeEventListener('hashchange', keep);
			close();
			resolve(answer);
		};
		const keep = () => done(false);
		const draw = () => open(title, html`<div>${text}</div>${name ? html`<label>Type <code>${name}</code> to confirm
			<input autocomplete="off" spellcheck="false" .value=${typed} @input=${(event) => {
				typed = event.target.value;
				draw();
			}} @keydown=${(event) => {
				if (event.key === 'Enter' && typed === name) {
					done(true);
				}
			}}></label>` : nothing}`, html`${button(verb, () => done(true), { danger, disabled: Boolean(name) && typed !== name })}
			${button('Keep as it is', () => done(false), { autofocus: danger && !name })}`);
		draw();
		dialog().oncancel = keep;
		// It is about the view that the reader leaves.
		addEventListener('hashchange', keep);
	});
}
