// Which batches and chains are there, and how far are they?

import { html, nothing } from '../lib/lit-html.js';
import { get } from '../api.js';
import { between, shortId } from '../format.js';
import { FAILED, isStopped, meaning, progress, stage } from '../flow.js';
import { amount, link, none, query, status, table, time } from '../parts.js';

export const title = 'Flows';

/** The list stays while the next page is read. */
export function keeps() {
	return true;
}

const STATUSES = ['OPEN', 'RUNNING', 'SUCCESS', 'FAILED', 'CANCELLED', 'ABANDONED'];

/** The filter that an address names. */
function filterOf(params) {
	return { status: params.getAll('status'), name: params.get('name') };
}

export function load(params, signal) {
	const text = query({ ...filterOf(params), before: params.get('before') });
	return get(`api/flows${text ? `?${text}` : ''}`, signal);
}

export function render(data, params, page) {
	const filter = filterOf(params);
	return html`<h1>Flows</h1>
		<p class="note">Batches and chains of jobs, the newest first. A flow has the jobs of the stages that have begun.</p>
		${form(filter, page)}
		${table('Flows', columns, data.flows, nothingFound(data, params))}
		<p class="pages">${params.get('before') ? html`<a href=${link('flows', filter)}>First page</a>` : nothing}
			${data.next ? html`<a href=${link('flows', { ...filter, before: data.next })}>${data.flows.length ? 'Next page' : 'Search on'}</a>` : nothing}</p>`;
}

function form(filter, page) {
	const toggle = (name) => page.go('flows', { ...filter, status: filter.status.includes(name)
		? filter.status.filter((each) => each !== name) : [...filter.status, name] });
	return html`<div class="filters">
		<label>Name <input id="search" type="search" spellcheck="false" maxlength="200" .value=${filter.name || ''}
			placeholder="how it begins" @change=${(event) => page.go('flows', { ...filter, name: event.target.value.trimStart() })}></label>
		${query(filter) ? html`<a href=${link('flows')}>Clear</a>` : nothing}</div>
		<div class="facets" role="group" aria-label="Status">${STATUSES.map((name) => html`<button type="button"
			aria-pressed=${filter.status.includes(name)} @click=${() => toggle(name)}>${status(name)}</button>`)}</div>`;
}

const columns = [
	{ head: 'Flow', kind: 'main', cell: (flow) => html`<a href=${link('flow', { id: flow.id })} title=${flow.id}>${flow.name ?? shortId(flow.id)}</a>` },
	{ head: 'Status', cell: (flow) => html`<span title=${meaning(flow) || nothing}>${status(flow.status)}</span>` },
	{ head: 'Ended jobs', kind: 'short', cell: (flow) => progress(flow) },
	{ head: 'Stage', kind: 'num', cell: (flow) => (flow.stages > 1 ? stage(flow) : none) },
	{ head: 'Failed', kind: 'num', cell: (flow) => (flow.failed
		? html`<a class=${isStopped(flow) ? '' : 'alarm'} href=${link('flow', { id: flow.id, state: FAILED })}>${amount(flow.failed)}</a>` : amount(0)) },
	{ head: 'Created', kind: 'named', cell: (flow) => time(flow.createdAt) },
	{ head: 'Ended', kind: 'named', cell: (flow) => (flow.endedAt ? time(flow.endedAt) : none) },
	{ head: 'Took', kind: 'num', cell: (flow) => (flow.endedAt ? between(flow.createdAt, flow.endedAt) : none) },
];

function nothingFound(data, params) {
	if (!data.kept) {
		return 'This store keeps no flows.';
	}
	if (query(filterOf(params))) {
		return data.next ? 'No such flow among those that were read.' : 'No flow matches.';
	}
	return params.get('before') ? 'There are no earlier flows.'
		: html`There is no flow. Dispatch one: <code>jobs.batch(requests).onSuccess(request).dispatch()</code>`;
}
