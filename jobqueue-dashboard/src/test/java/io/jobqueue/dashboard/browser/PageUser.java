package io.jobqueue.dashboard.browser;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.jobqueue.dashboard.DashboardServer;
import tools.jackson.databind.JsonNode;

/** Somebody who is signed in and uses the page. */
final class PageUser {

	private static final String LOADED = "document.querySelector('main h1') && document.querySelector('nav')";

	private static final String SHOWN = LOADED + " && !document.querySelector('main').textContent.includes('Loading…')";

	/** The listener of the page is older than this one, so it was called before. */
	private static final String MOVE = """
			location.hash === '#/%1$s' ? true : new Promise((done) => {
				addEventListener('hashchange', () => done(true), { once: true });
				location.hash = '#/%1$s';
			})""";

	private final BrowserPage page;

	private final DashboardServer server;

	/**
	 * Sign in.
	 * @param name the user, whose password is the name
	 */
	PageUser(BrowserPage page, DashboardServer server, String name) {
		this.page = page;
		this.server = server;
		String credentials = Base64.getEncoder().encodeToString((name + ":" + name).getBytes(StandardCharsets.UTF_8));
		page.call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Authorization", "Basic " + credentials)));
	}

	/** Load the page with the overview. */
	void load() {
		this.page.open(this.server.uri("/jobqueue/#/overview"));
		this.page.until(SHOWN);
	}

	/**
	 * Open a view, and wait until it shows data. Another view between forgets the old
	 * data.
	 */
	void open(String view) {
		this.page.eval(MOVE.formatted("tasks"));
		this.page.eval(MOVE.formatted(view));
		this.page.until(SHOWN);
	}

	/** The names of all views that the page offers, as in their addresses. */
	List<String> views() {
		open("overview");
		List<String> views = new ArrayList<>();
		this.page.eval("[...document.querySelectorAll('nav a')].map((each) => each.hash.replace('#/', ''))")
			.forEach((view) -> views.add(view.asString()));
		return views;
	}

	void look(boolean dark, int width, int height) {
		this.page.size(width, height);
		this.page.call("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
		this.page.until("innerWidth === %d".formatted(width));
	}

	/** Type into the field that a selector finds. */
	void type(String selector, String text) {
		this.page.until("document.querySelector(\"%s\")".formatted(selector));
		this.page.eval("document.querySelector(\"%s\").focus()".formatted(selector));
		this.page.eval("document.querySelector(\"%s\").select()".formatted(selector));
		this.page.call("Input.insertText", Map.of("text", text));
	}

	/** Tick the boxes of the first rows. */
	void tick(int rows) {
		for (int row = 1; row <= rows; row++) {
			String box = "document.querySelector('main tbody tr:nth-child(%d) input[type=checkbox]')".formatted(row);
			this.page.until(box);
			this.page.eval(box + ".click()");
			this.page.until(box + ".checked");
		}
	}

	/** Press a button, and then the one of the dialog that it opens. */
	void pressAndConfirm(String button, String confirmation) {
		this.page.press(button);
		this.page.press(confirmation);
	}

	/** Wait for what the page says about the last act. */
	void until(String message) {
		this.page.until("document.getElementById('live').textContent === '%s'".formatted(message));
	}

	/** The text of the view. */
	String text() {
		return this.page.eval("document.querySelector('main').textContent").asString();
	}

	/** The text of each element that a selector finds. */
	List<String> texts(String selector) {
		List<String> texts = new ArrayList<>();
		JsonNode found = this.page
			.eval("[...document.querySelectorAll(\"%s\")].map((each) => each.textContent.trim())".formatted(selector));
		found.forEach((text) -> texts.add(text.asString()));
		return texts;
	}

}
