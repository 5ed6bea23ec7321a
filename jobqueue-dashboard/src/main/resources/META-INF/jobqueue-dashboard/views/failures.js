// What is broken? Dead letters in groups.

import { html, nothing } from '../lib/lit-html.js';
import { get, readOr } from '../api.js';
import { ACTS, onMatching } from '../bulk.js';
import { count, plural, simpleName } from '../format.js';
import { button, DEAD, link, none, query, table, time } from '../parts.js';
import { taskTrend } from '../statistics.js';

export const title = 'Failures';

/** The list stays while the filter changes. */
export function keeps() {
	return true;
}

export async function load(params, signal) {
	const [groups, tasks] = await Promise.all([get('api/failures', signal), readOr([], 'api/tasks?period=24h', signal)]);
	return { groups, tasks: new Map(tasks.value.map((task) => [task.name, task])) };
}

const filter = (group) => ({ queue: group.queue, task: group.task, error: group.errorType, status: DEAD });

/** What of the groups the address has. */
function wantedOf(params) {
	const one = (name) => params.get(name) || null;
	return { task: one('task'), error: one('error'), queue: one('queue') };
}

function fields(wanted, page) {
	const field = (name, label, hint) => html`<label>${label} <input id=${name === 'task' ? 'search' : nothing} type="search" spellcheck="false" .value=${wanted[name] || ''}
		placeholder=${hint} @change=${(event) => page.go('failures', { ...wanted, [name]: event.target.value.trim() || null })}></label>`;
	return html`<div class="filters">${field('task', 'Task', 'part of its name')} ${field('error', 'Error', 'part of its class')}
		${field('queue', 'Queue', 'part of its name')} ${query(wanted) ? html`<a href=${link('failures')}>Clear</a>` : nothing}</div>`;
}

const has = (text, part) => !part || text.toLowerCase().includes(part.toLowerCase());

/** What became of the task in the last 24 hours, for tasks of this application. */
function trend(tasks, group) {
	const task = tasks.get(group.task);
	return task?.trend ? taskTrend(task) : none;
}

export function render({ groups: known, tasks }, params, page) {
	const wanted = wantedOf(params);
	const groups = known.filter((group) => has(group.task, wanted.task) && has(group.errorType, wanted.error)
		&& has(group.queue, wanted.queue));
	const all = groups.reduce((sum, group) => sum + group.count, 0);
	return html`<h1>Failures</h1>
		<p class="note">${plural(all, 'dead letter')} in ${plural(groups.length, 'group')}: jobs that failed for good, by error, task and queue.</p>
		${fields(wanted, page)}
		${table('Failures', [
			{ head: 'Error', kind: 'main', cell: (group) => html`<a href=${link('jobs', filter(group))}
				title=${group.errorType}>${simpleName(group.errorType) || 'no error'}</a> <small>${group.errorType}</small>` },
			{ head: 'Task', cell: (group) => group.task },
			{ head: 'Queue', cell: (group) => html`<a href=${link('queues', { name: group.queue })}>${group.queue}</a>` },
			{ head: 'Jobs', kind: 'num', cell: (group) => count(group.count) },
			{ head: 'First', kind: 'named', cell: (group) => (group.firstAt ? time(group.firstAt) : none) },
			{ head: 'Last', kind: 'named', cell: (group) => (group.sample
				? html`<a href=${link('job', { id: group.sample })}>${time(group.lastAt)}</a>` : none) },
			{ head: 'Task in 24 h', kind: 'short', cell: (group) => trend(tasks, group) },
			{ head: 'Acts', kind: 'acts', cell: (group) => ['requeue', 'delete'].filter((name) => page.can(ACTS[name].level))
				.map((name) => button(`${ACTS[name].verb} …`, () => onMatching(page, name, filter(group)),
					{ ...ACTS[name], label: `${ACTS[name].verb} ${group.errorType} of ${group.task}` })) },
		], groups, known.length ? noGroup(wanted, page) : 'There is no dead letter: no job has failed for good.')}`;
}

/** A word of a message finds no group: groups have the classes of errors only. */
function noGroup({ error: text }, page) {
	return html`No group matches the filter. ${text && page.session.payloads === 'SHOWN'
		? html`<a href=${link('jobs', { text, status: DEAD })}>Search dead letters for ‘${text}’</a>` : nothing}`;
}
