// The filter of jobs: what of it the address has, its fields, and the statuses with counts.

import { html, nothing } from './lib/lit-html.js';
import { now } from './api.js';
import { count, exactly, zone } from './format.js';
import { button, DEAD, link, query, status, STATUSES } from './parts.js';

const MOST_TASKS = 12;
const PERIODS = [['1 h', 1], ['24 h', 24], ['7 days', 168]];

/** The filter that the parameters of an address have. */
export function filterOf(params) {
	const one = (name) => params.get(name) || null;
	return { queue: one('queue'), status: params.getAll('status').filter(Boolean), task: one('task'), error: params.get('error'),
		tag: params.getAll('tag').filter(Boolean), text: one('text'), from: one('from'), until: one('until') };
}

/** The fields of the filter. Each change is a new address. */
export function fields(filter, { queues, tasks }, page) {
	const change = (name) => (event) => page.go('jobs', { ...filter, [name]: event.target.value.trim() || null });
	const byTags = (event) => page.go('jobs', { ...filter, tag: event.target.value.split(/\s+/).filter(Boolean) });
	const byId = (event) => {
		if (event.key === 'Enter' && event.target.value.trim()) {
			page.go('job', { id: event.target.value.trim() });
		}
	};
	return html`<div class="filters">
		<label>Job id <input id="search" type="search" spellcheck="false" placeholder="open by id" @keydown=${byId}></label>
		<label>Queue <select @change=${change('queue')}><option value="" ?selected=${!filter.queue}>all</option>
			${options(filter, queues).map(([name, size]) => html`<option value=${name} ?selected=${name === filter.queue}>${name}${size === null
				? '' : ` (${count(size)})`}</option>`)}</select></label>
		<label>Task <input type="search" spellcheck="false" list="tasks" .value=${filter.task || ''} @change=${change('task')}>
			<datalist id="tasks">${tasks.map((name) => html`<option value=${name}></option>`)}</datalist></label>
		<label>Error <input type="search" spellcheck="false" .value=${filter.error || ''} placeholder=${filter.error === '' ? 'none' : 'class name'}
			@change=${change('error')}></label>
		<label>Tag <input id="tags" type="search" spellcheck="false" .value=${filter.tag.join(' ')}
			placeholder="several by spaces" @change=${byTags}></label>
		${page.session.payloads === 'SHOWN' ? html`<label>Text <input type="search" spellcheck="false"
			.value=${filter.text || ''} placeholder="id, payload or error" @change=${change('text')}></label>` : nothing}
		<label>Since <select @change=${(event) => page.go('jobs', { ...filter, from: since(event.target.value) })}>
			<option value="" ?selected=${!filter.from}>any time</option>
			${PERIODS.map(([name, hours]) => html`<option value=${hours}>${name}</option>`)}
			${filter.from ? html`<option selected value=${filter.from}>${exactly(filter.from)}</option>` : nothing}</select></label>
		<label title=${`Before this time in ${zone}`}>Until <input type="datetime-local" .value=${local(filter.until)}
			@change=${(event) => page.go('jobs', { ...filter, until: instant(event.target.value) })}></label>
		${query(filter) ? html`<a href=${link('jobs')}>Clear</a>` : nothing}
	</div>`;
}

/** A time as its field has it, in the zone of the viewer; empty for a text that is none. */
function local(time) {
	const date = new Date(time || NaN);
	if (Number.isNaN(date.getTime())) {
		return '';
	}
	return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function instant(text) {
	const date = new Date(text || NaN);
	return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 19) + 'Z';
}

/** An address with a fixed time shows the same jobs to a colleague. */
function since(hours) {
	return hours ? (hours.includes('T') ? hours : new Date(now() - hours * 3600000).toISOString().slice(0, 19) + 'Z') : null;
}

/** The queues with the number of jobs that the chosen statuses have. */
function options(filter, queues) {
	const chosen = filter.status.length ? filter.status : STATUSES;
	const all = queues.map((queue) => [queue.name, chosen.reduce((sum, name) => sum + (queue.sizes[name] || 0), 0)]);
	return filter.queue && !all.some(([name]) => name === filter.queue) ? [[filter.queue, null], ...all] : all;
}

/** The statuses with the number of jobs, if that is known, to choose some. */
export function facets(filter, queues, page) {
	const sizes = {};
	queues.filter((queue) => !filter.queue || queue.name === filter.queue).forEach((queue) => {
		Object.entries(queue.sizes).forEach(([name, size]) => (sizes[name] = (sizes[name] || 0) + size));
	});
	const toggle = (name) => {
		const chosen = filter.status.includes(name) ? filter.status.filter((each) => each !== name) : [...filter.status, name];
		page.go('jobs', { ...filter, status: chosen });
	};
	return html`<div class="facets" role="group" aria-label="Status">${STATUSES.map((name) => html`<button type="button"
		aria-pressed=${filter.status.includes(name)} @click=${() => toggle(name)}>${status(name)}
		${queues.length ? html`<span class="num">${count(sizes[name])}</span>` : nothing}</button>`)}
		${filter.status.length ? button('all', () => page.go('jobs', { ...filter, status: [] })) : nothing}</div>`;
}

/** Whether the filter chooses dead letters of each kind, whose numbers by task the store keeps. */
export function onlyDead(filter) {
	return filter.status.length === DEAD.length && DEAD.every((name) => filter.status.includes(name));
}

/** The tasks that have the most dead letters, with the number of these, to choose one. */
export function taskFacets(filter, groups, page) {
	const sizes = new Map();
	groups.filter((group) => !filter.queue || group.queue === filter.queue)
		.forEach((group) => sizes.set(group.task, (sizes.get(group.task) || 0) + group.count));
	const most = [...sizes].sort((a, b) => b[1] - a[1]).slice(0, MOST_TASKS);
	const toggle = (name) => page.go('jobs', { ...filter, task: name === filter.task ? null : name });
	return most.length ? html`<div class="facets" role="group" aria-label="Task">${most.map(([name, size]) => html`<button type="button"
		aria-pressed=${name === filter.task} @click=${() => toggle(name)}>${name} <span class="num">${count(size)}</span></button>`)}</div>` : nothing;
}
