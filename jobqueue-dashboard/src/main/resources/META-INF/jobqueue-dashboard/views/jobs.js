// Which jobs? A filter in the address, facets with counts, pages by cursor, and acts on many.

import { html, nothing } from '../lib/lit-html.js';
import { get, now } from '../api.js';
import { ACTS, onMatching, onSelected } from '../bulk.js';
import { between, count, exactly, plural, shortId, simpleName, zone } from '../format.js';
import { button, ENDED, link, query, status, STATUSES, table, tags, time } from '../parts.js';

export const title = 'Jobs';

const PERIODS = [['1 h', 1], ['24 h', 24], ['7 days', 168]];

function filterOf(params) {
	const one = (name) => params.get(name) || null;
	return { queue: one('queue'), status: params.getAll('status').filter(Boolean), task: one('task'), error: params.get('error'),
		tag: params.getAll('tag').filter(Boolean), text: one('text'), from: one('from'), until: one('until') };
}

/** The list stays while a parameter changes, so that the page does not flicker. */
export function keeps() {
	return true;
}

/** A search reads many jobs, so it is not repeated while somebody looks at what it found. */
export function polls(params) {
	const { queue, status, ...others } = filterOf(params);
	return !query(others);
}

export async function load(params, signal, page) {
	const text = query({ ...filterOf(params), after: params.get('after') });
	page.state.tasks ??= get('api/tasks', signal);
	const [list, queues, tasks] = await Promise.all([get(`api/jobs?${text}`, signal), get('api/queues', signal), page.state.tasks]);
	return { ...settled(page, list), queues, tasks: tasks.map((task) => task.task || task.name) };
}

/** Rows keep their places under the pointer: new jobs are counted, and shown on request. */
function settled(page, list) {
	const shown = page.state.list;
	if (!shown || page.state.fresh) {
		page.state.fresh = false;
		page.state.list = list;
		return { list, added: 0 };
	}
	const ids = new Set(shown.jobs.map((job) => job.id));
	const fresh = new Map(list.jobs.map((job) => [job.id, job]));
	const jobs = shown.jobs.map((job) => fresh.get(job.id) || { ...job, moved: true });
	const added = list.jobs.filter((job) => !ids.has(job.id)).length;
	return { list: { ...shown, jobs }, added };
}

export function render(data, params, page) {
	page.state.selected ??= new Set();
	const { list, added } = data;
	const filter = filterOf(params);
	return html`<h1>Jobs</h1>
		${search(filter, data, page)}
		${facets(filter, data.queues, page)}
		${acts(filter, list, page)}
		${added ? html`<p class="fresh">${button(`${added === list.jobs.length || added >= 50 ? 'Many' : added} new`, () => refresh(page))}</p>` : nothing}
		${table('Jobs', columns(filter, list, page), list.jobs, nothingFound(filter))}
		<p class="pages">${list.next && list.jobs.length < 50 ? html`<span class="note">${count(list.looked)} of
			${count(list.total)} jobs were read.</span>` : nothing}
			${params.get('after') ? html`<a href=${link('jobs', filter)}>First page</a>` : nothing}
			${polls(params) ? nothing : button('Search again', () => refresh(page))}
			${list.next ? html`<a href=${link('jobs', { ...filter, after: list.next })}>${list.jobs.length < 50 ? 'Search on' : 'Next page'}</a>` : nothing}</p>`;
}

function refresh(page) {
	page.state.fresh = true;
	return page.reload();
}

function search(filter, { queues, tasks }, page) {
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

/** A time as its field has it, in the zone of the viewer. */
function local(time) {
	if (!time) {
		return '';
	}
	const date = new Date(time);
	return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function instant(text) {
	return text ? new Date(text).toISOString().slice(0, 19) + 'Z' : null;
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

function facets(filter, queues, page) {
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
		<span class="num">${count(sizes[name])}</span></button>`)}
		${filter.status.length ? button('all', () => page.go('jobs', { ...filter, status: [] })) : nothing}</div>`;
}

function acts(filter, list, page) {
	const possible = Object.keys(ACTS).filter((name) => page.can(ACTS[name].level));
	if (possible.length === 0 || list.jobs.length === 0) {
		return nothing;
	}
	const chosen = [...page.state.selected].filter((id) => list.jobs.some((job) => job.id === id));
	const selected = async (name) => {
		if (await onSelected(page, name, chosen)) {
			page.state.selected.clear();
			page.redraw();
		}
	};
	if (chosen.length) {
		return html`<p class="bulk">${plural(chosen.length, 'job')} selected:
			${possible.map((name) => button(ACTS[name].verb, () => selected(name), ACTS[name]))}</p>`;
	}
	const ended = filter.status.every((name) => ENDED.includes(name));
	const fit = possible.filter((name) => filter.status.length && (name === 'delete' || (name === 'requeue') === ended));
	return html`<p class="bulk">${filter.status.length ? html`All that match:
		${fit.map((name) => button(`${ACTS[name].verb} all …`, () => onMatching(page, name, filter), ACTS[name]))}`
		: html`<span class="note">Choose a status to act on all jobs that match, or select rows.</span>`}</p>`;
}

function columns(filter, list, page) {
	const { selected } = page.state;
	const all = list.jobs.length > 0 && list.jobs.every((job) => selected.has(job.id));
	const set = (id, on) => (on ? selected.add(id) : selected.delete(id));
	const box = (label, on, change) => html`<input type="checkbox" aria-label=${label} .checked=${on} @change=${(event) => {
		change(event.target.checked);
		page.redraw();
	}}>`;
	return [
		page.can('OPERATE') ? { head: box('Select all jobs of this page', all, (on) => list.jobs.forEach((job) => set(job.id, on))),
			kind: 'box', cell: (job) => box(`Select ${job.id}`, selected.has(job.id), (on) => set(job.id, on)) } : null,
		{ head: 'Job', kind: 'main', cell: (job) => html`<a href=${link('job', { id: job.id })} title=${job.id}>${shortId(job.id)}</a>
			${tags(job.tags, filter)}` },
		{ head: 'Status', cell: (job) => (job.moved ? html`<span class="note">changed since</span>` : status(job.status)) },
		filter.task ? null : { head: 'Task', cell: (job) => job.task },
		filter.queue ? null : { head: 'Queue', cell: (job) => job.queue },
		{ head: 'Attempts', kind: 'num', cell: (job) => job.attempts },
		{ head: 'When', kind: 'short', cell: (job) => when(job) },
		{ head: 'Took', kind: 'num', cell: (job) => (job.endedAt && job.startedAt ? between(job.startedAt, job.endedAt) : '') },
		{ head: 'Error', kind: 'wide', cell: (job) => (job.errorType ? html`<span title=${job.errorType}>${simpleName(job.errorType)}</span>
			<small>${job.errorMessage}</small>` : '') },
	].filter(Boolean);
}

function when(job) {
	if (job.endedAt) {
		return html`ended ${time(job.endedAt)}`;
	}
	return job.status === 'STARTED' ? html`started ${time(job.startedAt)}` : html`due ${time(job.dueAt)}`;
}

function nothingFound(filter) {
	return query(filter) ? 'No job matches this filter.' : 'There is no job.';
}
