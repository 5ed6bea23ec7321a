package io.jobqueue.dashboard.dataset;

import java.util.List;
import java.util.Map;

import io.jobqueue.JobError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The texts of jobs: most are short and plain, some are long, some are hostile. */
final class JobTexts {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final String[] TASKS = { "send-mail", "resize-image", "charge", "export.orders", "sync_stock" };

	private static final String[] ERRORS = { "java.net.SocketTimeoutException", "java.lang.IllegalStateException",
			"com.example.shop.payment.CardDeclinedException",
			"org.springframework.web.client.HttpServerErrorException$ServiceUnavailable" };

	/** A prime, so that jobs of each status are among them. */
	private static final int HOSTILE = 47;

	private static final int LONG = 997;

	private JobTexts() {
	}

	static String task(int number) {
		return TASKS[number % TASKS.length];
	}

	static boolean isHostile(int number) {
		return number % HOSTILE == 0 || PlannedStatus.of(number).isHeld();
	}

	static String payload(int number) {
		if (isHostile(number)) {
			return MAPPER.writeValueAsString(Map.of("order", number, "note", HostileText.of(number / HOSTILE)));
		}
		String note = (number % LONG == 0) ? "A long note. ".repeat(8_000) : "Thank you";
		return "{\"order\":%d,\"customer\":\"customer-%d\",\"note\":\"%s\"}".formatted(number, number % 1_000, note);
	}

	static Map<String, String> headers(int number) {
		if (isHostile(number)) {
			String text = HostileText.of(number / HOSTILE);
			return Map.of("note", text, text.substring(0, Math.min(60, text.length())), "x");
		}
		return (number % 4 == 0) ? Map.of("tenant", "tenant-" + number % 30) : Map.of();
	}

	/**
	 * A dispatch accepts no such tags, but what is in a store may be of another origin.
	 */
	static List<String> tags(int number) {
		return isHostile(number) ? List.of(HostileText.IMAGE, HostileText.ADDRESS) : List.of();
	}

	static @Nullable String result(int number) {
		if (isHostile(number)) {
			return MAPPER.writeValueAsString(HostileText.of(number / HOSTILE));
		}
		return (number % 3 == 0) ? null : "{\"receipt\":%d}".formatted(number);
	}

	static JobError hostileError(int number) {
		return error(number * HOSTILE);
	}

	static JobError error(int number) {
		boolean hostile = isHostile(number);
		String type = ERRORS[number % ERRORS.length];
		String message = hostile ? HostileText.of(number / HOSTILE) : "No answer from shop-%d".formatted(number % 20);
		StringBuilder trace = new StringBuilder(type).append(": ").append(message).append('\n');
		for (int line = 0; line < ((number % LONG == 0) ? 200 : 12); line++) {
			trace.append("\tat com.example.shop.Task")
				.append(line)
				.append(".run(Task.java:")
				.append(line)
				.append(")\n");
		}
		if (hostile) {
			trace.append("\tat ").append(HostileText.of(number / HOSTILE)).append('\n');
		}
		return new JobError(type, message, trace.toString());
	}

}
