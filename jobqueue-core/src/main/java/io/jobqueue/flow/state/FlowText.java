package io.jobqueue.flow.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jobqueue.FlowStatus;
import io.jobqueue.JobId;
import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * The form in which the state of a flow is stored: tagged fields. Those that only another
 * release knows are kept.
 */
public final class FlowText {

	private static final Set<String> TAGS = Set.of("s", "p", "g", "t", "n", "u", "f", "c", "w", "d", "a", "l", "e", "x",
			"m");

	private FlowText() {
	}

	public static String write(FlowState state) {
		return write(state, null);
	}

	/**
	 * Write a state with the id of a change. Two changes to the same state have different
	 * ids.
	 * @param change the id of the change, {@code null} for none; it is not read
	 */
	public static String write(FlowState state, @Nullable String change) {
		StringBuilder text = new StringBuilder();
		// Stores find flows by the first letter of the status: see FlowFilter.
		StoredFields.append(text, "s", state.status());
		StoredFields.append(text, "p", state.plan().write());
		StoredFields.append(text, "g", state.stage());
		StoredFields.append(text, "t", state.part());
		StoredFields.append(text, "n", state.jobs());
		StoredFields.append(text, "u", state.succeeded());
		StoredFields.append(text, "f", state.failed());
		state.chunks().forEach((chunk) -> StoredFields.append(text, "c", chunk.write()));
		state.pending().stream().sorted().forEach((each) -> StoredFields.append(text, "w", each.letter()));
		state.fired().forEach((each, job) -> StoredFields.append(text, "d", each.letter() + job.value()));
		StoredFields.append(text, "a", state.createdAt().toEpochMilli());
		StoredFields.append(text, "l", state.touchedAt().toEpochMilli());
		Instant endedAt = state.endedAt();
		StoredFields.append(text, "e", (endedAt != null) ? endedAt.toEpochMilli() : null);
		StoredFields.append(text, "x", state.cursor());
		StoredFields.append(text, "m", change);
		state.others().writeTo(text);
		return text.toString();
	}

	/**
	 * Read what {@link #write} wrote.
	 * @throws IllegalArgumentException if another release wrote it in another form
	 */
	public static FlowState read(String text) {
		try {
			return read(StoredFields.read(text));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("The state of a flow is of another format: " + ex.getMessage(), ex);
		}
	}

	private static FlowState read(StoredFields fields) {
		List<FlowChunk> chunks = new ArrayList<>();
		Set<Follower> pending = EnumSet.noneOf(Follower.class);
		Map<Follower, JobId> fired = new EnumMap<>(Follower.class);
		for (StoredFields.Field field : fields.fields()) {
			switch (field.tag()) {
				case "c" -> chunks.add(FlowChunk.read(field.value()));
				case "w" -> pending.add(Follower.of(field.value().charAt(0)));
				case "d" -> fired.put(Follower.of(field.value().charAt(0)), JobId.of(field.value().substring(1)));
				default -> {
				}
			}
		}
		Instant createdAt = Objects.requireNonNull(time(fields, "a"), "The state of a flow has no time");
		return new FlowState(FlowStatus.valueOf(required(fields, "s")), FlowPlan.read(required(fields, "p")),
				number(fields, "g"), number(fields, "t"), number(fields, "n"), number(fields, "u"), number(fields, "f"),
				chunks, pending, fired, createdAt, Objects.requireNonNullElse(time(fields, "l"), createdAt),
				time(fields, "e"), number(fields, "x"), fields.without(TAGS));
	}

	private static String required(StoredFields fields, String tag) {
		String value = fields.get(tag);
		if (value == null) {
			throw new IllegalArgumentException("A field is missing");
		}
		return value;
	}

	private static int number(StoredFields fields, String tag) {
		return Integer.parseInt(required(fields, tag));
	}

	private static @Nullable Instant time(StoredFields fields, String tag) {
		String value = fields.get(tag);
		return (value != null) ? Instant.ofEpochMilli(Long.parseLong(value)) : null;
	}

}
