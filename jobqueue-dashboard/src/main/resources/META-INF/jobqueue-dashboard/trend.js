// How the backlog of each queue changes, from what this page has read in the last two minutes.

import { now } from './api.js';
import { count, duration, rate } from './format.js';

const PERIOD = 120000;
const LEAST = 6000;
const seen = new Map();

/** The number of jobs that could start now. */
export function due(queue) {
	return (queue.sizes.QUEUED || 0) + (queue.sizes.INTERRUPTED || 0);
}

/** Remember the sizes that were read. Queues that are gone are forgotten. */
export function remember(queues) {
	const at = now();
	const names = new Set(queues.map((queue) => queue.name));
	[...seen.keys()].filter((name) => !names.has(name)).forEach((name) => seen.delete(name));
	queues.forEach((queue) => {
		const samples = (seen.get(queue.name) || []).filter((sample) => at - sample.at < PERIOD);
		if (samples.length === 0 || at - samples.at(-1).at > 1000) {
			samples.push({ at, due: due(queue) });
		}
		seen.set(queue.name, samples);
	});
}

/** What happens to the backlog, in words: -120 a min, empty in 14 min. Empty if there is no backlog. */
export function trend(queue) {
	const samples = seen.get(queue.name) || [];
	const backlog = due(queue);
	if (samples.length < 2 || samples.at(-1).at - samples[0].at < LEAST) {
		return backlog ? '…' : '';
	}
	const minutes = (samples.at(-1).at - samples[0].at) / 60000;
	const change = (samples.at(-1).due - samples[0].due) / minutes;
	if (Math.abs(change) < 0.5) {
		return backlog ? 'steady' : '';
	}
	const text = `${change > 0 ? '+' : '−'}${rate(Math.abs(change))} a min`;
	return change < 0 && backlog ? `${text}, empty in ${duration(backlog / -change * 60000)}` : text;
}

/** What it is made from, for those who ask. */
export function basis(queue) {
	const samples = seen.get(queue.name) || [];
	return samples.length < 2 ? 'It is known after this page has been open for 6 s.'
		: `From ${count(samples[0].due)} to ${count(samples.at(-1).due)} jobs in ${duration(samples.at(-1).at - samples[0].at)}`;
}
