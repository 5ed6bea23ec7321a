// Which jobs? A filter in the address, facets with counts, pages by cursor, and acts on many.

import { html, nothing } from '../lib/lit-html.js';
import { get, readOr } from '../api.js';
import { ACTS, actsFor, onMatching, onSelected, phrase } from '../bulk.js';
import { facets, fields, filterOf, onlyDead, taskFacets } from '../filter.js';
import { count, plural, shortId } from '../format.js';
import { button, error, link, missing, query, status, table, tags, took, when } from '../parts.js';

export const title = 'Jobs';

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
	const filter = filterOf(params);
	const text = query({ ...filter, after: params.get('after') });
	const [list, queues, tasks, failures] = await Promise.all([get(`api/jobs?${text}`, signal), readOr([], 'api/queues', signal),
		taskNames(signal), onlyDead(filter) ? readOr([], 'api/failures', signal) : null]);
	return { ...settled(page, list), queues: queues.value, tasks, failures: failures?.value || [],
		without: queues.why || failures?.why };
}

let names = null;

/** Proposals of the field. They do not change while the application runs, so they are read once. */
async function taskNames(signal) {
	if (!names) {
		const read = await readOr([], 'api/tasks/names', signal);
		names = read.why ? null : read.value;
	}
	return names || [];
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
	// New jobs push others to the next page. Those in the middle are missing for another reason.
	const kept = shown.jobs.findLastIndex((job) => fresh.has(job.id));
	const jobs = shown.jobs.map((job, at) => fresh.get(job.id) || (at < kept || !list.next ? { ...job, moved: true } : job));
	const added = list.jobs.filter((job) => !ids.has(job.id)).length;
	return { list: { ...shown, jobs }, added };
}

export function render(data, params, page) {
	page.state.selected ??= new Set();
	const { list, added } = data;
	const filter = filterOf(params);
	return html`<h1>Jobs</h1>
		${fields(filter, data, page)}
		${missing('Numbers of jobs', data.without)}
		${facets(filter, data.queues, page)}
		${taskFacets(filter, onlyDead(filter) ? data.failures : [], page)}
		${acts(filter, list, page)}
		${added ? html`<p class="fresh">${button(`${added === list.jobs.length || added >= 50 ? 'Many' : added} new`, () => refresh(page))}</p>` : nothing}
		${table('Jobs', columns(filter, list, page), list.jobs, nothingFound(filter, list))}
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

function acts(filter, list, page) {
	const possible = Object.keys(ACTS).filter((name) => page.can(ACTS[name].level));
	if (possible.length === 0 || list.jobs.length === 0) {
		return nothing;
	}
	const rows = list.jobs.filter((job) => page.state.selected.has(job.id));
	const chosen = rows.map((job) => job.id);
	const selected = async (name) => {
		if (await onSelected(page, name, chosen)) {
			page.state.selected.clear();
			page.redraw();
		}
	};
	if (chosen.length) {
		return html`<p class="bulk">${plural(chosen.length, 'job')} selected:
			${possible.filter((name) => rows.some((job) => ACTS[name].fits(job.status))).map((name) => button(ACTS[name].verb, () => selected(name), ACTS[name]))}</p>`;
	}
	return html`<p class="bulk">${filter.status.length ? html`All that match:
		${actsFor(page, filter.status).map((name) => button(`${phrase(ACTS[name], 'all')} …`, () => onMatching(page, name, filter), ACTS[name]))}`
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
		{ head: 'When', kind: 'short', cell: when },
		{ head: 'Took', kind: 'num', cell: took },
		{ head: 'Error', kind: 'wide', cell: error },
	].filter(Boolean);
}

function nothingFound(filter, list) {
	if (list.next) {
		return 'No job matches among those that were read.';
	}
	return query(filter) ? 'No job matches this filter.' : 'There is no job.';
}
