// Parts of flows that the list and the view of one share, and their cancellation.

import { html, nothing } from './lib/lit-html.js';
import { post } from './api.js';
import { count, plural } from './format.js';
import { ask } from './parts.js';

export const OVER = ['SUCCESS', 'CANCELLED', 'ABANDONED'];

/** The states of jobs that count as failed. */
export const FAILED = ['FAILED', 'MISSING'];

/** Whether its jobs were cancelled, which counts as a failure of each. */
export function isStopped(flow) {
	return flow.status === 'CANCELLED' || flow.status === 'ABANDONED';
}

/** How many of its jobs have ended other than with success. */
export function failed(flow) {
	return isStopped(flow) ? `${count(flow.failed)} without success` : html`<span class="alarm">${count(flow.failed)} failed</span>`;
}

/** What a status means where its name does not say it. */
const MEANINGS = {
	OPEN: 'Jobs are still being added.',
	FAILED: 'Requeue the jobs that failed: if they succeed, the flow goes on.',
	ABANDONED: 'The application that created it did not finish that, so its jobs were cancelled.',
};

export function meaning(flow) {
	return flow.status === 'CANCELLED' && !flow.endedAt ? 'Its jobs are being cancelled.' : MEANINGS[flow.status];
}

/** A bar, and how many of the jobs have ended. */
export function progress(flow, more = '') {
	const text = flow.jobs ? `${count(flow.jobs - flow.open)} of ${plural(flow.jobs, 'job')}` : 'no jobs';
	return html`<progress max="1" value=${flow.progress} aria-label=${`${text} ended`}></progress> ${text}${more}`;
}

/** Such as '2 of 3', where a flow has several stages. */
export function stage(flow) {
	return flow.stages > 1 ? `${count(flow.stage)} of ${count(flow.stages)}` : nothing;
}

export async function cancel(flow, page) {
	const later = flow.stage < flow.stages ? ' Its later stages do not begin.' : '';
	const sure = await ask({ title: 'Cancel this flow?', verb: 'Cancel the flow', text: `${
		flow.open ? `${plural(flow.open, 'job')} of it wait or run, and will be cancelled.` : 'None of its jobs waits or runs.'}${later}
		It cannot be resumed. The job for its completion is dispatched, if it has one.` });
	if (sure) {
		await page.act(() => post(`api/flows/${encodeURIComponent(flow.id)}/cancel`),
			(result) => (result.changed ? 'The flow was cancelled.' : 'The flow was not cancelled: it is over.'));
	}
}
