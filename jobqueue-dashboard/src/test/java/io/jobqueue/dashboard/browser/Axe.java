package io.jobqueue.dashboard.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds faults of accessibility in a page, by the rules of axe-core. */
final class Axe {

	private static final String SCRIPT = read();

	/**
	 * The rows of a table are alike: the first eight stand for all, which saves minutes.
	 */
	private static final String RUN = """
			axe.run({ include: [['html']], exclude: [['tbody tr:nth-child(n+9)'], ['td div:nth-child(n+4)']] },
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
		List<String> faults = new ArrayList<>();
		page.eval(RUN).forEach((fault) -> faults.add(fault.asString()));
		return faults;
	}

}
