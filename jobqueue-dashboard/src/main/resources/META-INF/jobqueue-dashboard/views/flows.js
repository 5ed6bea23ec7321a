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

export function load(params, signal) {
	const text = query({ before: params.get('before') });
	return get(`api/flows${text ? `?${text}` : ''}`, signal);
}

export function render(page, params) {
	return html`<h1>Flows</h1>
		<p class="note">Batches and chains of jobs, the newest first. A flow has the jobs of the stages that have begun.</p>
		${table('Flows', columns, page.flows, nothingFound(page, params))}
		<p class="pages">${params.get('before') ? html`<a href=${link('flows')}>First page</a>` : nothing}
			${page.next ? html`<a href=${link('flows', { before: page.next })}>Next page</a>` : nothing}</p>`;
}

const columns = [
	{ head: 'Flow', kind: 'main', cell: (flow) => html`<a href=${link('flow', { id: flow.id })} title=${flow.id}>${shortId(flow.id)}</a>` },
	{ head: 'Status', cell: (flow) => html`<span title=${meaning(flow) || nothing}>${status(flow.status)}</span>` },
	{ head: 'Ended jobs', kind: 'short', cell: (flow) => progress(flow) },
	{ head: 'Stage', kind: 'num', cell: (flow) => (flow.stages > 1 ? stage(flow) : none) },
	{ head: 'Failed', kind: 'num', cell: (flow) => (flow.failed
		? html`<a class=${isStopped(flow) ? '' : 'alarm'} href=${link('flow', { id: flow.id, state: FAILED })}>${amount(flow.failed)}</a>` : amount(0)) },
	{ head: 'Created', kind: 'named', cell: (flow) => time(flow.createdAt) },
	{ head: 'Ended', kind: 'named', cell: (flow) => (flow.endedAt ? time(flow.endedAt) : none) },
	{ head: 'Took', kind: 'num', cell: (flow) => (flow.endedAt ? between(flow.createdAt, flow.endedAt) : none) },
];

function nothingFound(page, params) {
	if (!page.kept) {
		return 'This store keeps no flows.';
	}
	return params.get('before') ? 'There are no earlier flows.'
		: html`There is no flow. Dispatch one: <code>jobs.batch(requests).onSuccess(request).dispatch()</code>`;
}
