// What will run?

import { html, nothing } from '../lib/lit-html.js';
import { get, post } from '../api.js';
import { duration, exactly, inZone, plural, zone } from '../format.js';
import { button, link, table, time } from '../parts.js';

export const title = 'Schedules';

export function load(params, signal) {
	return get('api/schedules', signal);
}

export function render(schedules, params, page) {
	return html`<h1>Schedules</h1>
		<p class="note">Times are in ${zone}, and below in the zone of the schedule if that is another one.</p>
		${table('Schedules', [
			{ head: 'Schedule', kind: 'main', cell: (each) => html`${each.name} ${each.state === 'ACTIVE' ? nothing
				: html`<span class=${`tag ${each.state === 'UNDECLARED' ? 'bad' : ''}`}>${each.state.toLowerCase()}</span>`}` },
			{ head: 'When', cell: (each) => (each.cron ? html`<code>${each.cron}</code> <small>${each.zone}</small>`
				: `every ${duration(each.everyMillis)}`) },
			{ head: 'Next', kind: 'named', cell: next },
			{ head: 'Last', kind: 'named', cell: last },
			{ head: 'Last runs', cell: runs },
			{ head: 'Task', cell: (each) => html`<a href=${link('jobs', { queue: each.queue, task: each.task })}>${each.task}</a>` },
			page.can('OPERATE') ? { head: 'Acts', kind: 'acts', cell: (each) => acts(each, page) } : null,
		].filter(Boolean), schedules, html`There is no recurring job. Annotate a task with <code>@JobSchedule</code>, or
			configure <code>jobqueue.schedules</code>.`)}`;
}

function next(schedule) {
	if (!schedule.next || schedule.state === 'PAUSED') {
		return html`<span class="zero">${schedule.state === 'PAUSED' ? 'when it is resumed' : '–'}</span>`;
	}
	return html`${time(schedule.next)}<small class="line">${exactly(schedule.next)}${schedule.cron && schedule.zone !== zone
		? html`<br>${inZone(schedule.next, schedule.zone)}` : nothing}</small>`;
}

function last(schedule) {
	const [run] = schedule.runs;
	return run ? html`${time(run.tick)}<small class="line">${words(run)}</small>` : html`<span class="zero">not yet</span>`;
}

/** What became of a tick: that of its job once there is one. */
function words(run) {
	const text = (run.status || run.outcome).toLowerCase().replace('_', ' ');
	return run.durationMillis === null || run.durationMillis === undefined ? text : `${text} in ${duration(run.durationMillis)}`;
}

/** The newest ten, the oldest first, as marks with a word for each. */
function runs(schedule) {
	const missed = schedule.runs.filter((run) => run.outcome === 'MISSED').length;
	return html`<span class="runs">${schedule.runs.slice(0, 10).reverse().map((run) => {
		const text = `${exactly(run.tick)}: ${words(run)}`;
		return run.job ? html`<a href=${link('job', { id: run.job })} data-outcome=${run.status || run.outcome} title=${text}
			aria-label=${text}></a>`
			: html`<span data-outcome=${run.outcome} title=${text} role="img" aria-label=${text}></span>`;
	})}</span>${missed ? html` <span class="tag bad">${plural(missed, 'tick')} missed</span>` : nothing}`;
}

function acts(schedule, page) {
	const path = `api/schedules/${encodeURIComponent(schedule.name)}`;
	const act = (verb, done) => button(verb, () => page.act(() => post(`${path}/${verb.toLowerCase()}`), done),
		{ label: `${verb} ${schedule.name}` });
	return html`${schedule.state === 'PAUSED' ? act('Resume', () => `${schedule.name} fires again.`)
		: act('Pause', () => `${schedule.name} does not fire until it is resumed.`)}
		${act('Trigger', (result) => `${schedule.name} was fired: job ${result.job}.`)}`;
}
