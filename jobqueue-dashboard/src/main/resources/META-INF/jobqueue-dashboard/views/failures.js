// What is broken? Dead letters in groups.

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { ACTS, onMatching } from '../bulk.js';
import { count, plural, simpleName } from '../format.js';
import { button, DEAD, link, table, time } from '../parts.js';

export const title = 'Failures';

export function load(params, signal) {
	return get('api/failures', signal);
}

const filter = (group) => ({ queue: group.queue, task: group.task, error: group.errorType, status: DEAD });

export function render(groups, params, page) {
	const all = groups.reduce((sum, group) => sum + group.count, 0);
	return html`<h1>Failures</h1>
		<p class="note">${plural(all, 'dead letter')} in ${plural(groups.length, 'group')}: jobs that failed for good, by error, task and queue.</p>
		${table('Failures', [
			{ head: 'Error', kind: 'main', cell: (group) => html`<a href=${link('jobs', filter(group))}
				title=${group.errorType}>${simpleName(group.errorType) || 'no error'}</a> <small>${group.errorType}</small>` },
			{ head: 'Task', cell: (group) => group.task },
			{ head: 'Queue', cell: (group) => html`<a href=${link('queues', { name: group.queue })}>${group.queue}</a>` },
			{ head: 'Jobs', kind: 'num', cell: (group) => count(group.count) },
			{ head: 'First', kind: 'short', cell: (group) => time(group.firstAt) },
			{ head: 'Last', kind: 'short', cell: (group) => (group.sample
				? html`<a href=${link('job', { id: group.sample })}>${time(group.lastAt)}</a>` : time(group.lastAt)) },
			{ head: 'Acts', kind: 'acts', cell: (group) => ['requeue', 'delete'].filter((name) => page.can(ACTS[name].level))
				.map((name) => button(`${ACTS[name].verb} …`, () => onMatching(page, name, filter(group)),
					{ ...ACTS[name], label: `${ACTS[name].verb} ${group.errorType} of ${group.task}` })) },
		], groups, 'There is no dead letter: no job has failed for good.')}`;
}
