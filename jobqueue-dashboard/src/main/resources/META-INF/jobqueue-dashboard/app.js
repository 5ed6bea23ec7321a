// The shell: which view the address names, its data, polling, keys and messages.

import { html, nothing, render } from './lib/lit-html.js';
import { inTurn, now, readSession } from './api.js';
import { clockTime, zone } from './format.js';
import { announce, button, link, open } from './parts.js';
import { resume, signIn } from './signing.js';
import * as overview from './views/overview.js';
import * as queues from './views/queues.js';
import * as jobs from './views/jobs.js';
import * as job from './views/job.js';
import * as flows from './views/flows.js';
import * as flow from './views/flow.js';
import * as failures from './views/failures.js';
import * as schedules from './views/schedules.js';
import * as workers from './views/workers.js';
import * as tasks from './views/tasks.js';
import * as limits from './views/limits.js';
import * as audit from './views/audit.js';

const VIEWS = { overview, queues, jobs, job, flows, flow, failures, schedules, workers, tasks, limits, audit };
const MENU = [['overview', 'o'], ['queues', 'q'], ['jobs', 'j'], ['flows', 'b'], ['failures', 'f'], ['schedules', 's'],
	['workers', 'w'], ['tasks', 't'], ['limits', 'l'], ['audit', 'a']];

/** The entry of the menu under which a view of one is found. */
const LISTS = { job: 'jobs', flow: 'flows' };
const LEVELS = ['NONE', 'VIEW', 'OPERATE', 'ADMIN'];
const SEEN = 2000;
const UNFOCUSED = 10000;

let session = null;
let current = null;
let timer = 0;
let goes = false;

/** What a view may use of the shell. Each opened view has one of its own. */
class Page {
	constructor(name, params) {
		this.name = name;
		this.view = VIEWS[name];
		this.params = params;
		this.data = null;
		this.error = null;
		this.since = null;
		this.at = null;
		this.state = {};
		this.loading = new AbortController();
	}

	can(level) {
		return LEVELS.indexOf(session.access) >= LEVELS.indexOf(level);
	}

	get session() {
		return session;
	}

	go(view, params) {
		location.hash = link(view, params);
	}

	/** Change some parameters without an entry in the history of the browser. */
	replace(changes) {
		const params = Object.fromEntries([...this.params.keys()].map((name) => [name, this.params.getAll(name)]));
		history.replaceState(null, '', link(this.name, { ...params, ...changes }));
		this.params = new URLSearchParams(location.hash.split('?')[1] || '');
		draw();
	}

	redraw() {
		draw();
	}

	/**
	 * Do something, say what came of it, and read again. Acts are done one after another, so that the last message is
	 * that of the last act.
	 */
	async act(doIt, text) {
		const result = await inTurn(() => actNow(doIt, text));
		if (result !== null) {
			await this.reload();
		}
		return result;
	}

	async reload() {
		try {
			const data = await this.view.load(this.params, this.loading.signal, this);
			this.data = data;
			this.error = null;
			this.since = null;
			this.at = now();
		}
		catch (error) {
			if (error.name === 'AbortError') {
				return;
			}
			this.error = error;
			this.since ??= now();
		}
		if (this === current) {
			draw();
		}
	}
}

/** Answers null if it was not done. Never fails. */
async function actNow(doIt, text) {
	try {
		const result = await doIt();
		announce(text(result));
		return result;
	}
	catch (error) {
		announce(`Not done: ${error.message}`);
		return null;
	}
}

/** The views that the user may see. */
function menu() {
	return MENU.filter(([name]) => name !== 'audit' || session.audit);
}

function opened() {
	const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
	const name = Object.hasOwn(VIEWS, path) ? path : 'overview';
	current?.loading.abort();
	const page = new Page(name, new URLSearchParams(query || ''));
	if (current?.name === name && current.view.keeps?.(current, page)) {
		page.data = current.data;
		page.at = current.at;
	}
	const first = !current;
	const moved = !first && current.name !== name;
	current = page;
	draw();
	if (first || moved) {
		// On a narrow page the entry of the menu can be out of sight.
		document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	}
	if (moved) {
		window.scrollTo(0, 0);
		document.getElementById('view').focus({ preventScroll: true });
	}
	poll();
}

async function poll() {
	clearTimeout(timer);
	const page = current;
	await page.reload();
	if (page === current && !document.hidden && (page.view.polls?.(page.params) ?? true)) {
		timer = setTimeout(poll, document.hasFocus() ? SEEN : UNFOCUSED);
	}
}

function draw() {
	document.title = `${current.view.title} – jobqueue`;
	render(bar(), document.getElementById('bar'));
	const main = document.getElementById('view');
	main.classList.toggle('stale', Boolean(current.error && current.data));
	render(html`${failure()}${current.data ? current.view.render(current.data, current.params, current)
		: current.error ? nothing : html`<p class="empty">Loading…</p>`}`, main);
}

function failure() {
	if (!current.error) {
		return nothing;
	}
	return html`<div class="failure" role="alert"><b>${current.error.title || 'Error'}</b>, since ${clockTime(current.since)}:
		${current.error.message}
		${current.data ? html`<br>What is shown below was read at ${clockTime(current.at)}.` : nothing}
		${current.error.status === 401 ? button('Load again', signIn) : button('Try again', poll)}</div>`;
}

function bar() {
	return html`<a class="brand" href=${link('overview')}>jobqueue</a>
		<nav aria-label="Views">${menu().map(([name]) => html`<a href=${link(name)}
			aria-current=${current.name === name || LISTS[current.name] === name ? 'page' : nothing}>${VIEWS[name].title}</a>`)}</nav>
		<span class="who" title=${`Times are in ${zone}`}>${session.user}${session.readOnly ? ', read-only'
			: session.access === 'VIEW' ? ', may view' : ''}
			<button type="button" title="Keys" aria-label="Keys" @click=${help}>?</button></span>`;
}

function help() {
	const rows = [['/', 'search'], ['j k', 'next, previous row'], ['Enter', 'open the row'], ['x', 'select the row'],
		...menu().map(([name, key]) => [`g ${key}`, VIEWS[name].title]), ['?', 'these keys'], ['Esc', 'close']];
	open('Keys', html`<dl class="keys">${rows.map(([key, text]) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`)}</dl>
		<p class="note">Times are in ${zone}, the zone of this browser.</p>`);
}

function move(step) {
	const rows = [...document.querySelectorAll('main tbody tr')];
	const at = rows.indexOf(document.activeElement?.closest('tr'));
	const row = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))];
	if (row && row !== rows[at]) {
		row.focus({ preventScroll: true });
		row.scrollIntoView({ block: 'nearest' });
	}
}

const KEYS = {
	'/': () => document.getElementById('search')?.focus(),
	'?': help,
	j: () => move(1),
	k: () => move(-1),
	x: () => document.activeElement?.closest('tr')?.querySelector('input[type=checkbox]')?.click(),
	g: () => {
		goes = true;
		setTimeout(() => (goes = false), 1500);
	},
};

function key(event) {
	if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById('dialog').open
		|| event.target.closest('input, select, textarea')) {
		if (event.key === 'Escape') {
			event.target.blur();
		}
		return;
	}
	const target = goes && menu().find((entry) => entry[1] === event.key);
	goes = false;
	if (target) {
		location.hash = link(target[0]);
	}
	else if (event.key === 'Enter' && event.target.matches('tr')) {
		event.target.querySelector('.main a')?.click();
	}
	else if (KEYS[event.key]) {
		KEYS[event.key]();
	}
	else {
		return;
	}
	event.preventDefault();
}

async function start() {
	try {
		session = await readSession();
	}
	catch (error) {
		render(html`<div class="failure" role="alert"><b>${error.title}</b>: ${error.message}
			${button('Try again', () => location.reload())}</div>`, document.getElementById('view'));
		return;
	}
	resume();
	addEventListener('hashchange', opened);
	addEventListener('focus', poll);
	document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : poll()));
	document.addEventListener('keydown', key);
	opened();
}

start();
