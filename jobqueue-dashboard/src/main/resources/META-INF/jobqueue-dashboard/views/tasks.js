// Which tasks does this application know?

import { html } from '../lib/lit-html.js';
import { get } from '../api.js';
import { duration, simpleName } from '../format.js';
import { link, table } from '../parts.js';

export const title = 'Tasks';

export function load(params, signal) {
	return get('api/tasks', signal);
}

export function render(tasks) {
	return html`<h1>Tasks</h1>
		<p class="note">The tasks of the application that serves this page. Other applications may have more.</p>
		${table('Tasks', [
			{ head: 'Task', kind: 'main', cell: (task) => html`<a href=${link('jobs', { task: task.name })}>${task.name}</a>
				${task.aliases.length ? html`<small>also ${task.aliases.join(', ')}</small>` : ''}` },
			{ head: 'Queue', cell: (task) => html`<a href=${link('queues', { name: task.queue })}>${task.queue}</a>` },
			{ head: 'Payload', cell: (task) => html`<span title=${task.payloadType}>${simpleName(task.payloadType)}</span>` },
			{ head: 'Retries', kind: 'num', cell: (task) => task.maxRetries },
			{ head: 'Timeout', kind: 'num', cell: (task) => duration(task.timeoutMillis) },
		], tasks, html`This application has no task. Annotate a bean with <code>@JobTask</code>.`)}`;
}
