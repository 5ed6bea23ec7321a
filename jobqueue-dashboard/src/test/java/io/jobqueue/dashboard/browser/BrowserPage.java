package io.jobqueue.dashboard.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/** A page of a browser, and what its console says. */
final class BrowserPage implements WebSocket.Listener {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final List<String> errors = new CopyOnWriteArrayList<>();

	private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();

	private final AtomicInteger last = new AtomicInteger();

	private final StringBuilder message = new StringBuilder();

	private final WebSocket socket;

	BrowserPage(URI address) {
		this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this).join();
		List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")
			.forEach((method) -> call(method, Map.of()));
		// A page without the focus reads less often.
		call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean whole) {
		this.message.append(data);
		if (whole) {
			JsonNode event = MAPPER.readTree(this.message.toString());
			this.message.setLength(0);
			receive(event);
		}
		webSocket.request(1);
		return null;
	}

	private void receive(JsonNode event) {
		if (event.has("id")) {
			this.calls.remove(event.get("id").asInt()).complete(event);
			return;
		}
		String method = event.path("method").asString("");
		boolean error = method.equals("Runtime.exceptionThrown")
				|| (method.equals("Log.entryAdded") && event.at("/params/entry/level").asString("").equals("error"))
				|| (method.equals("Runtime.consoleAPICalled") && event.at("/params/type").asString("").equals("error"));
		if (error) {
			this.errors.add(event.get("params").toString());
		}
	}

	JsonNode call(String method, Map<String, ?> parameters) {
		int id = this.last.incrementAndGet();
		CompletableFuture<JsonNode> reply = new CompletableFuture<>();
		this.calls.put(id, reply);
		String text = MAPPER.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
		this.socket.sendText(text, true).join();
		JsonNode answer = reply.orTimeout(60, TimeUnit.SECONDS).join();
		if (answer.has("error")) {
			throw new IllegalStateException(method + ": " + answer);
		}
		return answer.get("result");
	}

	/** Load a page, also if only the part after '#' differs. */
	void open(URI address) {
		call("Page.navigate", Map.of("url", "about:blank"));
		call("Page.navigate", Map.of("url", address.toString()));
	}

	/** Evaluate an expression in the page. */
	JsonNode eval(String expression) {
		JsonNode result = call("Runtime.evaluate",
				Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
		if (result.has("exceptionDetails")) {
			throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
		}
		return result.at("/result/value");
	}

	/** Wait until an expression is true. */
	void until(String expression) {
		await().atMost(Duration.ofSeconds(60))
			.pollInterval(Duration.ofMillis(50))
			.alias(expression)
			.until(() -> eval("Boolean(%s)".formatted(expression)).asBoolean());
	}

	/** Press the button with this name, once it can be pressed. */
	void press(String name) {
		untilThereIs(name);
		eval(button(name) + ".click()");
	}

	/** Wait until the button with this name can be pressed. */
	void untilThereIs(String name) {
		until(button(name));
	}

	private static String button(String name) {
		return "[...document.querySelectorAll('button')].find((each) => !each.disabled && "
				+ "(each.getAttribute('aria-label') || each.textContent.trim()) === '" + name + "')";
	}

	void key(String key) {
		call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "text", key, "key", key));
		call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
	}

	void size(int width, int height) {
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/** What the console has reported, such as exceptions and violations of the policy. */
	List<String> errors() {
		return this.errors;
	}

}
