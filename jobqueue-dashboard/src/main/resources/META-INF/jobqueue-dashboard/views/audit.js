// Who did that?

import { html, nothing } from '../lib/lit-html.js';
import { get } from '../api.js';
import { count } from '../format.js';
import { link, query, table, time } from '../parts.js';

export const title = 'Audit';

/** The list stays while the next page is read. */
export function keeps() {
	return true;
}

/** Further pages do not change. */
export function polls(params) {
	return !params.get('before');
}

export function load(params, signal) {
	const text = query({ before: params.get('before') });
	return get(`api/audit${text ? `?${text}` : ''}`, signal);
}

export function render(page, params) {
	return html`<h1>Audit</h1>
		<p class="note">What users changed with this page, its API and the Actuator endpoint. The last 10,000 acts are kept for 90 days.</p>
		${table('Audit', [
			{ head: 'Act', kind: 'main', cell: (act) => act.action },
			{ head: 'On', kind: 'wide', cell: (act) => act.target },
			{ head: 'Changed', kind: 'num', cell: (act) => (act.action.startsWith('begin ') ? '–' : count(act.count)) },
			{ head: 'User', cell: (act) => act.user },
			{ head: 'When', kind: 'short', cell: (act) => time(act.at) },
		], page.entries, nothingFound(page, params))}
		<p class="pages">${params.get('before') ? html`<a href=${link('audit')}>First page</a>` : nothing}
			${page.next ? html`<a href=${link('audit', { before: page.next })}>Next page</a>` : nothing}</p>`;
}

function nothingFound(page, params) {
	if (!page.kept) {
		return html`This store keeps no acts. They are in the log of the application, under <code>io.jobqueue.audit</code>.`;
	}
	return params.get('before') ? 'There are no earlier acts.' : 'Nobody has changed anything yet.';
}
