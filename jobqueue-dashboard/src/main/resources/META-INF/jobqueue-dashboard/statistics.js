// Rates and times of ended attempts over a period: charts, a sentence, and a table with the same numbers.

import { html, nothing } from './lib/lit-html.js';
import './chart.js';
import { get, now } from './api.js';
import { count, duration, moment, percent, plural, rate } from './format.js';
import { table } from './parts.js';

export const PERIODS = { '1h': 'hour', '24h': '24 hours', '72h': '72 hours' };

const FRESH = 10000;
const models = new WeakMap();
let opened = false;

export function periodOf(params) {
	return Object.hasOwn(PERIODS, params.get('period')) ? params.get('period') : '1h';
}

/** Read the statistics of a period, every ten seconds, as workers store them. Without them, say why. */
export async function readStatistics(query, signal, state) {
	if (state.statistics?.query === query && now() - state.statistics.at < FRESH) {
		return state.statistics.data;
	}
	const data = await read(query, signal);
	state.statistics = { query, data, at: now() };
	return data;
}

async function read(query, signal) {
	try {
		const data = await get(`api/statistics?${query}`, signal);
		return data.points.length ? data : { why: 'The store of this application keeps no statistics.' };
	}
	catch (error) {
		if (error.name === 'AbortError') {
			throw error;
		}
		return { why: `The statistics cannot be read: ${error.message}` };
	}
}

/** The points of times that have ended. */
export function ended(points) {
	return points.slice(0, -1);
}

/** Links to the periods. */
export function periods(period, linkTo) {
	return html`<span class="periods">${Object.keys(PERIODS).map((each) => html`<a href=${linkTo(each)}
		aria-current=${each === period ? 'true' : nothing}>${each.replace('h', ' h')}</a>`)}</span>`;
}

/** The p50, p95 and p99 of a time. */
export function quantiles(times) {
	return times.p50 === null ? '–' : [times.p50, times.p95, times.p99].map(duration).join(' / ');
}

/** The jobs that ended, over times that have ended; those that failed as a dashed line. */
export function taskTrend({ trend: all }) {
	const points = ended(all);
	if (points.length < 2) {
		return nothing;
	}
	const most = Math.max(1, ...points.map((point) => point.succeeded + point.failed));
	const line = (value) => points.map((point, at) => `${(at * 80 / (points.length - 1)).toFixed(1)},${(15 - value(point) * 14 / most).toFixed(1)}`)
		.join(' ');
	const fails = points.reduce((sum, point) => sum + point.failed, 0);
	return html`<svg class="trend" viewBox="0 0 80 16" role="img" aria-label=${`At most ${count(most)} ended in one of ${points.length} steps, ${
		count(fails)} of all failed`}><polyline class="good" points=${line((point) => point.succeeded + point.failed)}></polyline>
		${fails ? html`<svg><polyline class="bad" stroke-dasharray="3 2" points=${line((point) => point.failed)}></polyline></svg>` : nothing}</svg>`;
}

/** What was done in a period, with links to other periods. Its table is made when it is opened, by 'redraw'. */
export function activity(data, period, linkTo, redraw) {
	return html`<h2>Last ${PERIODS[period]} ${periods(period, linkTo)}</h2>
		${data.why ? html`<p class="note">${data.why}</p>` : charts(data, period, redraw)}`;
}

function charts(data, period, redraw) {
	const all = modelsOf(data);
	const figure = (title, model, alternative) => html`<figure><figcaption>${title}</figcaption>
		<job-chart role="img" aria-label=${`${title}. ${alternative}`} .model=${model}></job-chart></figure>`;
	const sums = sentence(data, period);
	return html`<p class="note">${sums}</p>
		<div class="charts">
			${figure('Attempts a minute', all.rates, sums)}
			${figure('Wait before the start', all.wait, highest(data, 'wait'))}
			${figure('Run time', all.run, highest(data, 'run'))}
		</div>
		<details class="more" ?open=${opened} @toggle=${(event) => show(event.target.open, redraw)}><summary>The same as a table</summary>
			${numbers(data)}</details>`;
}

/** What is shown was read, so it is not read again. */
function show(open, redraw) {
	if (open !== opened) {
		opened = open;
		redraw();
	}
}

function modelsOf(data) {
	if (!models.has(data)) {
		models.set(data, build(data));
	}
	return models.get(data);
}

/** The last point is of a time that has not ended: it would look as if fewer jobs were done. */
function build({ points: all, step }) {
	const points = ended(all);
	const times = points.map((point) => Date.parse(point.at) / 1000);
	const perMinute = (name) => points.map((point) => point[name] * 60 / step);
	const line = (name, values, colour, shape, filled) => ({ name, values, colour, line: shape, filled });
	const times3 = (of) => ({ times, format: duration, least: 10, series: [
		line('p50', points.map((point) => point[of].p50), 'wait', 'solid', true),
		line('p95', points.map((point) => point[of].p95), 'run', 'dashed'),
		line('p99', points.map((point) => point[of].p99), 'retry', 'dotted')] });
	return {
		rates: { times, format: rate, least: 1, series: [line('succeeded', perMinute('succeeded'), 'good', 'solid', true),
			line('failed', perMinute('failed'), 'bad', 'dashed'), line('retried', perMinute('retried'), 'retry', 'dotted')] },
		wait: times3('wait'),
		run: times3('run'),
	};
}

function sentence({ points, failureRate }, period) {
	const sum = (name) => points.reduce((total, point) => total + point[name], 0);
	const [succeeded, failed, retried] = [sum('succeeded'), sum('failed'), sum('retried')];
	if (succeeded + failed + retried === 0) {
		return `No attempt has ended in the last ${PERIODS[period]}.`;
	}
	return `${plural(succeeded, 'job')} succeeded, ${count(failed)} failed for good`
		+ ` (${percent(failureRate ?? 0)}), ${plural(retried, 'attempt')} led to a retry.`;
}

function highest({ points }, of) {
	const known = points.filter((point) => point[of].p95 !== null);
	if (known.length === 0) {
		return 'No attempt has ended.';
	}
	const top = known.reduce((most, point) => (point[of].p95 > most[of].p95 ? point : most));
	return `The highest p95 was ${duration(top[of].p95)}, at ${moment(Date.parse(top.at))}.`;
}

function numbers({ points, step }) {
	const times = (point, of) => quantiles(point[of]);
	const some = points.filter((point) => point.succeeded + point.failed + point.retried > 0).reverse();
	return opened ? table('Statistics', [
		{ head: `${duration(step * 1000)} from`, kind: 'main', cell: (point) => moment(Date.parse(point.at)) },
		{ head: 'Succeeded', kind: 'num', cell: (point) => count(point.succeeded) },
		{ head: 'Failed', kind: 'num', cell: (point) => count(point.failed) },
		{ head: 'Retried', kind: 'num', cell: (point) => count(point.retried) },
		{ head: 'Wait p50 / p95 / p99', kind: 'num', cell: (point) => times(point, 'wait') },
		{ head: 'Run p50 / p95 / p99', kind: 'num', cell: (point) => times(point, 'run') },
	], some, 'No attempt has ended.') : nothing;
}
