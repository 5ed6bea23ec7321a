// Texts for people: numbers, durations, times, ids and names.

import { now } from './api.js';

const numbers = new Intl.NumberFormat('en');
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const short = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric' });
const DAY = 86400;

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function count(value) {
	return numbers.format(value ?? 0);
}

export function plural(value, one, many = `${one}s`) {
	return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number of events a minute: 0, 0.2, 4.5, 1,204. */
export function rate(value) {
	return value === null || value === undefined ? '–' : numbers.format(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

/** A share of one: 0 %, < 0.1 %, 0.4 %, 12 %. */
export function percent(share) {
	const value = share * 100;
	if (value > 0 && value < 0.1) {
		return '< 0.1 %';
	}
	return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A duration of at most two units: 340 ms, 3.2 s, 14 min, 2 h 5 min, 3 d. */
export function duration(millis) {
	if (millis === null || millis === undefined) {
		return '–';
	}
	const seconds = millis / 1000;
	if (millis < 1000) {
		return `${Math.round(millis)} ms`;
	}
	if (seconds < 60) {
		return `${seconds < 10 && seconds % 1 ? seconds.toFixed(1) : Math.round(seconds)} s`;
	}
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) {
		return `${minutes} min`;
	}
	const hours = Math.floor(minutes / 60);
	if (hours < 48) {
		return minutes % 60 && hours < 10 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
	}
	return `${Math.floor(hours / 24)} d`;
}

/** Where a time is from now: 3 min ago, in 5 s. A text that is no time is shown as it is. */
export function relative(time) {
	const distance = Date.parse(time) - now();
	if (Number.isNaN(distance)) {
		return String(time);
	}
	if (Math.abs(distance) < 1000) {
		return 'now';
	}
	return distance < 0 ? `${duration(-distance)} ago` : `in ${duration(distance)}`;
}

export function exactly(time) {
	return time ? formatted(exact, time) : '';
}

/** A text that is no time, such as one that somebody wrote into the address, is shown as it is. */
function formatted(format, time) {
	const date = new Date(time);
	return Number.isNaN(date.getTime()) ? String(time) : format.format(date);
}

/** The hour and minute of a time, with its day unless that is today. */
export function moment(time) {
	const date = new Date(time);
	const today = date.toDateString() === new Date(now()).toDateString();
	return `${today ? '' : `${day.format(date)} `}${short.format(date)}`;
}

/** A label of an axis that spans some seconds: the day at midnight if it spans more than one. */
export function hour(time, span) {
	const date = new Date(time);
	return span > DAY && date.getHours() === 0 && date.getMinutes() === 0 ? day.format(date) : short.format(date);
}

/** A time in another zone, with the name of the zone; in UTC if the browser does not know the zone. */
export function inZone(time, name) {
	const format = (timeZone) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone });
	try {
		return `${formatted(format(name), time)} ${name}`;
	}
	catch {
		return `${formatted(format('UTC'), time)} UTC`;
	}
}

export function clockTime(time) {
	return clock.format(new Date(time));
}

export function between(from, to) {
	const millis = Date.parse(to) - Date.parse(from);
	return Number.isNaN(millis) ? '–' : duration(millis);
}

export function bytes(size) {
	return size < 1024 ? `${size} B` : `${(size / 1024).toFixed(size < 10240 ? 1 : 0)} KB`;
}

/** An id cut in the middle. Its end tells it from others of its queue. */
export function shortId(id) {
	return id.length > 24 ? `${id.slice(0, 12)}…${id.slice(-8)}` : id;
}

/** A class name without its package. */
export function simpleName(type) {
	return type ? type.slice(type.lastIndexOf('.') + 1) : '';
}

/** An error that begins with the name of its class, without the package. */
export function withoutPackage(error) {
	return error.replace(/^(?:[\w$]+\.)+(?=[\w$])/, '');
}
