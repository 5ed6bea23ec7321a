// The log of a job: reads the lines that are new, and stays at its end while the reader is there.

import { html, nothing } from './lib/lit-html.js';
import { readOr } from './api.js';
import { clockTime, count, exactly, plural } from './format.js';
import { button, copy, missing } from './parts.js';

/** More lines are not kept here. */
const MOST = 2000;
const GAP = { gap: true };

/** Read new lines. Only an attempt writes some, and they are stored before it ends. */
export async function readLog(page, { job, delivery }, signal) {
	const log = page.state.log ??= { lines: [], next: null, total: 0, shown: [], seen: 0, attempt: null, more: false, why: null };
	const attempt = `${delivery} ${job.status}`;
	if (page.session.payloads === 'HIDDEN' || (job.status !== 'STARTED' && log.attempt === attempt && !log.more)) {
		return;
	}
	const { next } = log;
	const { value, why } = await readOr(null, `api/jobs/${encodeURIComponent(job.id)}/log${next === null ? '' : `?from=${next}`}`, signal);
	log.why = why;
	// Another reading may have been faster.
	if (value && log.next === next) {
		const lines = [...log.lines, ...(value.dropped ? [GAP] : []), ...value.lines];
		log.lines = lines.length > MOST ? [GAP, ...lines.slice(1 - MOST)] : lines;
		log.total += value.lines.length;
		log.next = value.next;
		log.more = value.more;
		log.attempt = attempt;
	}
}

/** The lines, if there are some. A reader who is not at their end sees no new ones, but their number. */
export function logOf(page) {
	const { log } = page.state;
	if (page.session.payloads === 'HIDDEN') {
		return html`<h2>Log</h2><p class="note">Hidden by jobqueue.dashboard.payloads.</p>`;
	}
	if (log.total === 0) {
		return missing('The log', log.why);
	}
	const box = document.getElementById('log');
	if (!box || atEnd(box)) {
		log.shown = log.lines;
		log.seen = log.total;
		queueMicrotask(toEnd);
	}
	const lines = log.shown.filter((line) => !line.gap);
	return html`<h2>Log <small>${plural(lines.length, 'line')}</small>
			${copy(lines.map((line) => `${line.at} ${line.text}`).join('\n'))}
			${log.total > log.seen ? button(`${count(log.total - log.seen)} new`, () => showNew(page)) : nothing}</h2>
		${missing('New lines', log.why)}
		<div id="log" role="region" aria-label="Log" tabindex="0" @scroll=${(event) => reached(event.target, page)}>${log.shown.map(row)}</div>`;
}

function row(line) {
	return line.gap ? html`<p class="note">Earlier lines are not shown: the size of a log is limited.</p>`
		: html`<p><time datetime=${line.at} title=${exactly(line.at)}>${clockTime(line.at)}</time><span>${line.text}</span></p>`;
}

/** Heights have fractions of a pixel. */
function atEnd(box) {
	return box.scrollTop + box.clientHeight > box.scrollHeight - 4;
}

function toEnd() {
	const box = document.getElementById('log');
	if (box) {
		box.scrollTop = box.scrollHeight;
	}
	return box;
}

function showNew(page) {
	toEnd().focus({ preventScroll: true });
	page.redraw();
}

function reached(box, page) {
	if (page.state.log.total > page.state.log.seen && atEnd(box)) {
		page.redraw();
	}
}
