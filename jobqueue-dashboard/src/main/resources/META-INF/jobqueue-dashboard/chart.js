// A chart of lines over time: an element over uPlot, with a legend that shows the values under the pointer.

import { html, render } from './lib/lit-html.js';
import { hour, moment } from './format.js';

const HEIGHT = 144;
const DARK = matchMedia('(prefers-color-scheme: dark)');
const DASHES = { solid: [], dashed: [6, 4], dotted: [2, 3] };

let library = null;

/** The library is loaded with the first chart. It is no module, and defines a global name. */
function load() {
	library ??= Promise.all([
		add('script', { src: 'lib/uplot.js' }),
		add('link', { rel: 'stylesheet', href: 'lib/uplot.css' }),
	]);
	return library;
}

function add(name, attributes) {
	return new Promise((resolve, reject) => {
		const element = Object.assign(document.createElement(name), attributes);
		element.onload = resolve;
		element.onerror = () => reject(new Error(`${attributes.src || attributes.href} cannot be loaded`));
		document.head.append(element);
	});
}

/**
 * The property 'model' has 'times' in seconds, 'series' with a name, values, a colour of the page, and a line that is
 * solid, dashed or dotted; 'format' makes a text of a value, and 'least' is the lowest top of the scale.
 */
class Chart extends HTMLElement {
	#model = null;
	#plot = null;
	#sizes = new ResizeObserver(() => this.#fit());
	#colours = () => this.#draw();

	set model(model) {
		if (model !== this.#model) {
			this.#model = model;
			this.#draw();
		}
	}

	connectedCallback() {
		this.#sizes.observe(this);
		DARK.addEventListener('change', this.#colours);
		this.#draw();
	}

	disconnectedCallback() {
		this.#sizes.disconnect();
		DARK.removeEventListener('change', this.#colours);
		this.#remove();
	}

	#remove() {
		this.#plot?.destroy();
		this.#plot = null;
	}

	async #draw() {
		const model = this.#model;
		try {
			await load();
		}
		catch (error) {
			this.textContent = error.message;
			return;
		}
		if (!this.isConnected || !model || model !== this.#model) {
			return;
		}
		this.legend ??= this.appendChild(Object.assign(document.createElement('div'), { className: 'legend' }));
		this.#remove();
		const data = [model.times, ...model.series.map((each) => each.values)];
		this.#plot = new window.uPlot(options(model, getComputedStyle(this), this.clientWidth, (index) => this.#label(index)),
			data, this);
		this.#label(null);
	}

	#fit() {
		if (this.#plot && this.clientWidth && this.#plot.width !== this.clientWidth) {
			this.#plot.setSize({ width: this.clientWidth, height: HEIGHT });
		}
	}

	/** Show the values at a point; those of the last point while no point is chosen. */
	#label(index) {
		const { times, series, format } = this.#model;
		const at = index ?? times.length - 1;
		render(html`${series.map((each) => html`<span><svg viewBox="0 0 24 8" aria-hidden="true"><line x1="0" x2="24" y1="4" y2="4"
			class=${each.colour} stroke-dasharray=${DASHES[each.line].join(' ') || 'none'}></line></svg>
			${each.name} <b>${format(each.values[at])}</b></span>`)} <small>${at >= 0 ? moment(times[at] * 1000) : ''}</small>`, this.legend);
	}
}

function options(model, style, width, choose) {
	const colour = (name) => style.getPropertyValue(`--${name}`).trim();
	const axis = { font: '12px system-ui, sans-serif', stroke: colour('quiet'), ticks: { show: false },
		grid: { stroke: colour('line'), width: 1 } };
	const span = model.times.at(-1) - model.times[0];
	return {
		width, height: HEIGHT, legend: { show: false },
		cursor: { sync: { key: 'jobqueue' }, drag: { x: false, y: false }, points: { size: 6 } },
		hooks: { setCursor: [(plot) => choose(plot.cursor.idx ?? null)] },
		scales: { y: { range: (plot, least, most) => [0, Math.max((most || 0) * 1.1, model.least)] } },
		axes: [{ ...axis, size: 28, space: 64, values: (plot, splits) => splits.map((split) => hour(split * 1000, span)) },
			{ ...axis, size: 64, space: 32, values: (plot, splits) => splits.map(model.format) }],
		series: [{}, ...model.series.map((each) => ({ label: each.name, stroke: colour(each.colour), width: 1.5,
			dash: DASHES[each.line], fill: each.filled ? `${colour(each.colour)}22` : undefined, points: { size: 4 } }))],
	};
}

customElements.define('job-chart', Chart);
