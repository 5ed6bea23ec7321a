package io.jobqueue.dashboard.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/** Finds faults of accessibility in a page, by the rules of axe-core. */
final class Axe {

	private static final String SCRIPT = read();

	/**
	 * Many rows of a table are alike: the first of each shape stands for all of it, which
	 * saves minutes. The shape is which elements there are, and the status of each.
	 */
	private static final String MARK = """
			{ const kind = (each) => [each.localName, each.className, each.dataset.status, each.dataset.outcome, each.disabled].join(' ');
			const shape = (row) => [...new Set([row, ...row.querySelectorAll('*')].map(kind))].sort().join(';');
			for (const group of document.querySelectorAll('tbody, td')) {
				const seen = new Set();
				for (const row of group.querySelectorAll(':scope > tr, :scope > div')) {
					row.toggleAttribute('data-alike', seen.has(shape(row)));
					seen.add(shape(row));
				}
			} }
			""";

	private static final String RUN = """
			axe.run({ include: [['html']], exclude: [['[data-alike]']] },
				{ resultTypes: ['violations'], preload: false }).then((found) => found.violations
				.filter((each) => each.impact === 'serious' || each.impact === 'critical')
				.map((each) => `${each.impact} ${each.id}: ${each.nodes.length} of ${each.nodes.slice(0, 3)
					.map((node) => `${node.html.slice(0, 200)} (${node.any.concat(node.all, node.none)
						.map((check) => check.message).join(', ')})`).join(' and ')}`))""";

	private Axe() {
	}

	private static String read() {
		try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the serious and the critical faults of what a page shows now. */
	static List<String> faults(BrowserPage page) {
		if (!page.eval("Boolean(window.axe)").asBoolean()) {
			page.eval(SCRIPT + ";true");
		}
		page.eval(MARK);
		return texts(page.eval(RUN));
	}

	/** Return the status of each row that is looked at. */
	static List<String> statuses(BrowserPage page) {
		page.eval(MARK);
		return texts(page.eval("[...document.querySelectorAll('main tbody tr:not([data-alike]) .status')]"
				+ ".map((each) => each.textContent)"));
	}

	private static List<String> texts(JsonNode found) {
		List<String> texts = new ArrayList<>();
		found.forEach((text) -> texts.add(text.asString()));
		return texts;
	}

}
