// How far is this batch or chain, and which of its jobs failed?

import { html, nothing } from '../lib/lit-html.js';
import { get } from '../api.js';
import { onSelected } from '../bulk.js';
import { cancel, FAILED, failed, isStopped, meaning, OVER, progress, stage } from '../flow.js';
import { between, count, plural, shortId } from '../format.js';
import { button, copy, ENDED, error, link, query, status, table, tags, time, took, when } from '../parts.js';

export const title = 'Flow';

const UNSUCCESSFUL = ENDED.filter((name) => name !== 'SUCCESS');

/** The flow stays while another page of its jobs is read. */
export function keeps(before, after) {
	return before.params.get('id') === after.params.get('id');
}

export async function load(params, signal) {
	const path = `api/flows/${encodeURIComponent(params.get('id') || '')}`;
	const text = query({ state: params.getAll('state'), from: params.get('from') });
	const [one, members] = await Promise.all([get(path, signal), get(`${path}/members${text ? `?${text}` : ''}`, signal)]);
	return { ...one, ...members };
}

export function render(data, params, page) {
	const { flow } = data;
	return html`${flow.name ? html`<h1>${flow.name}</h1><p class="lead id">${flow.id} ${copy(flow.id)}</p>`
		: html`<h1 class="id">${flow.id} ${copy(flow.id)}</h1>`}
		${state(flow)}
		${page.can('OPERATE') && !OVER.includes(flow.status) ? html`<p class="bulk">${button('Cancel', () => cancel(flow, page))}</p>` : nothing}
		${followers(data.followers)}
		<h2>Jobs</h2>
		${flow.stage < flow.stages ? html`<p class="note">Those of later stages are added when their stage begins.</p>` : nothing}
		${facets(flow, params, page)}
		${failedHere(data, page)}
		${table('Jobs', columns, data.members, data.next === null ? 'No job.' : 'No such job in this part of the flow.')}
		${pages(data, params)}`;
}

/** When it was created and has ended, its stage, and what its status means. */
function state(flow) {
	return html`<p class="lead">${status(flow.status)} created ${time(flow.createdAt)}${flow.endedAt
		? html`, ended ${time(flow.endedAt)}, took ${between(flow.createdAt, flow.endedAt)}` : nothing}</p>
		<p class="lead">${progress(flow, ' ended')}${flow.failed ? html`, ${failed(flow)}` : nothing}${
			flow.stages > 1 ? html`, stage ${stage(flow)}` : nothing}</p>
		${meaning(flow) ? html`<p class="note">${meaning(flow)}</p>` : nothing}`;
}

function followers(all) {
	return all.length === 0 ? nothing : html`<h2>Dispatched because it ended</h2>
		${table('Dispatched because it ended', [
			{ head: 'Job', kind: 'main', cell: idOf },
			{ head: 'Status', cell: (follower) => (follower.job ? status(follower.job.status) : html`<span class="note">no longer kept</span>`) },
			{ head: 'Task', cell: (follower) => follower.job?.task ?? '' },
			{ head: 'Queue', cell: (follower) => follower.job?.queue ?? '' },
		], all)}`;
}

/** A job that the store does not have is no link. */
function idOf(row) {
	return row.job ? html`<a href=${link('job', { id: row.id })} title=${row.id}>${shortId(row.id)}</a>`
		: html`<span title=${row.id}>${shortId(row.id)}</span>`;
}

/** All jobs, or those that failed or have not ended. */
function facets(flow, params, page) {
	const chosen = params.getAll('state').join();
	const facet = (name, states, size) => html`<button type="button" aria-pressed=${chosen === states.join()}
		@click=${() => page.go('flow', { id: flow.id, state: states })}>${name} <span class="num">${count(size)}</span></button>`;
	return html`<div class="facets" role="group" aria-label="State">${facet('All', [], flow.jobs)}
		${facet(isStopped(flow) ? 'Without success' : 'Failed', FAILED, flow.failed)} ${facet('Not ended', ['OPEN'], flow.open)}</div>`;
}

/** A flow goes on when these succeed, unless it was cancelled. */
function failedHere({ flow, members }, page) {
	const ids = members.filter((member) => member.state === 'FAILED' && UNSUCCESSFUL.includes(member.job?.status)).map((member) => member.id);
	return page.can('OPERATE') && ids.length && !isStopped(flow) ? html`<p class="bulk">${button('Requeue the failed of this page …',
		() => onSelected(page, 'requeue', ids), { title: `${plural(ids.length, 'job')} of this page failed` })}</p>` : nothing;
}

const columns = [
	{ head: 'No.', kind: 'num', cell: (member) => count(member.place + 1) },
	{ head: 'Job', kind: 'main', cell: (member) => html`${idOf(member)} ${tags(member.job?.tags || [])}` },
	{ head: 'Status', cell: (member) => (member.job ? status(member.job.status) : html`<span class="note">${GONE[member.state]}</span>`) },
	{ head: 'Task', cell: (member) => member.job?.task ?? '' },
	{ head: 'Queue', cell: (member) => member.job?.queue ?? '' },
	{ head: 'When', kind: 'short', cell: ({ job }) => (job ? when(job) : '') },
	{ head: 'Took', kind: 'num', cell: ({ job }) => (job ? took(job) : '') },
	{ head: 'Error', kind: 'wide', cell: ({ job }) => (job ? error(job) : '') },
];

/** What became of a job that the store does not have. */
const GONE = {
	OPEN: 'not yet stored, or it cannot be read',
	SUCCEEDED: 'succeeded, and is no longer kept',
	SKIPPED: 'another job had its unique key',
	FAILED: 'failed, and is no longer kept',
	MISSING: 'deleted before it ended, or never stored',
};

function pages(data, params) {
	const here = (from) => link('flow', { id: data.flow.id, state: params.getAll('state'), from });
	return html`<p class="pages">${params.get('from') ? html`<a href=${here(null)}>First page</a>` : nothing}
		${data.next === null ? nothing : html`<a href=${here(data.next)}>${data.members.length ? 'Next page' : 'Search on'}</a>`}</p>`;
}
