package io.jobqueue.schedule;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.jobqueue.DurationText;
import io.jobqueue.InvalidScheduleException;
import io.jobqueue.JobQueueException;
import io.jobqueue.JobRequest;
import io.jobqueue.PayloadException;
import io.jobqueue.JobSchedule.Definition;
import io.jobqueue.JobSchedule.Origin;
import io.jobqueue.Names;
import io.jobqueue.annotation.JobSchedule;
import io.jobqueue.schedule.timing.Zones;
import io.jobqueue.serialization.JobSerializer;
import io.jobqueue.task.Task;
import io.jobqueue.task.TaskRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the schedules that annotations and properties declare. Every error names the
 * place.
 */
public final class DeclaredSchedules {

	private static final Logger logger = LoggerFactory.getLogger(DeclaredSchedules.class);

	/** In place of a cron expression, to turn a schedule off. */
	private static final String OFF = "-";

	/** A name that needs no brackets in a property. */
	private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9-]+");

	private final TaskRegistry tasks;

	private final JobSerializer serializer;

	private final UnaryOperator<String> placeholders;

	/**
	 * Create a reader.
	 * @param tasks the tasks of the application
	 * @param serializer reads payloads of properties
	 * @param placeholders resolves placeholders in annotations
	 */
	public DeclaredSchedules(TaskRegistry tasks, JobSerializer serializer, UnaryOperator<String> placeholders) {
		this.tasks = tasks;
		this.serializer = serializer;
		this.placeholders = placeholders;
	}

	/**
	 * Read all schedules.
	 * @param configured the properties by the names of schedules
	 * @throws InvalidScheduleException if one cannot be used
	 */
	public List<DeclaredSchedule> read(Map<String, ScheduleValues> configured) {
		Map<String, Place> places = new LinkedHashMap<>();
		for (Task task : this.tasks.tasks()) {
			task.schedules().forEach((annotation) -> add(task, annotation, places));
		}
		configured.forEach((name, values) -> {
			String source = "jobqueue.schedules" + (PLAIN_NAME.matcher(name).matches() ? "." + name : "[" + name + "]");
			Place annotated = places.get(name);
			places.put(name, new Place(source, Origin.CONFIGURATION,
					(annotated != null) ? values.over(annotated.values) : values));
		});
		places.forEach((name, place) -> warnIfMissing(name, place, places.keySet()));
		return places.entrySet()
			.stream()
			.filter((each) -> !OFF.equals(each.getValue().values.cron()))
			.map((each) -> named(each.getKey(), each.getValue().source,
					() -> new DeclaredSchedule(definition(each.getKey(), each.getValue()), each.getValue().origin)))
			.toList();
	}

	/**
	 * Its name may be misspelt. It is no error: applications may share properties, and a
	 * test may have a part of the beans only.
	 */
	private static void warnIfMissing(String name, Place place, Set<String> names) {
		if (OFF.equals(place.values.cron()) && place.values.task() == null) {
			Set<String> others = new TreeSet<>(names);
			others.remove(name);
			logger.warn("Schedule '{}' ({}) is turned off, but this application does not have it: check its name; the "
					+ "other schedules here are {}", name, place.source, others);
		}
	}

	private void add(Task task, JobSchedule annotation, Map<String, Place> places) {
		String source = task.source() + ", @JobSchedule";
		String name = text(annotation.name(), source);
		String key = (name != null) ? name : task.name();
		Place other = places.get(key);
		if (other != null) {
			throw new InvalidScheduleException(
					"'%s' is the name of two schedules: %s, and %s; give one of them another name".formatted(key,
							other.source, source));
		}
		places.put(key, named(key, source, () -> new Place(source, Origin.CODE, values(task, annotation, source))));
	}

	private ScheduleValues values(Task task, JobSchedule annotation, String source) {
		return new ScheduleValues(task.name(), null, null, text(annotation.cron(), source),
				duration("every", text(annotation.every(), source)), text(annotation.zone(), source),
				annotation.misfire(), annotation.misfireCap(), annotation.overlap(),
				duration("jitter", text(annotation.jitter(), source)), annotation.paused());
	}

	private @Nullable String text(String value, String source) {
		try {
			String text = this.placeholders.apply(value).trim();
			return text.isEmpty() ? null : text;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidScheduleException(
					"%s: '%s' has a placeholder that cannot be resolved: %s".formatted(source, value, ex.getMessage()),
					ex);
		}
	}

	private static @Nullable Duration duration(String attribute, @Nullable String text) {
		return (text == null) ? null
				: DurationText.parse(text)
					.orElseThrow(() -> new InvalidScheduleException(
							"'%s' cannot be '%s'; use a duration such as 500ms, 30s, 10m, 2h or 1d".formatted(attribute,
									text)));
	}

	private static <T> T named(String name, String source, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (JobQueueException ex) {
			String reason = (ex instanceof InvalidScheduleException invalid) ? invalid.reason()
					: String.valueOf(ex.getMessage());
			throw new InvalidScheduleException("Schedule '%s' (%s) cannot be used: %s".formatted(name, source, reason),
					ex);
		}
	}

	private Definition definition(String name, Place place) {
		Names.requireSchedule(name);
		ScheduleValues values = place.values;
		Task task = task(values.task(), place);
		JobRequest request = JobRequest.of(task.name(), payload(task, values.payload()));
		Definition definition = Definition.of(name,
				(values.queue() != null) ? request.onQueue(values.queue()) : request);
		if (values.cron() != null && values.every() != null) {
			throw new InvalidScheduleException("it has both 'cron' and 'every': keep one");
		}
		definition = (values.cron() != null) ? definition.withCron(values.cron()) : definition;
		definition = (values.every() != null) ? definition.withEvery(values.every()) : definition;
		definition = (values.zone() != null) ? definition.withZone(Zones.of(values.zone())) : definition;
		definition = (values.misfire() != null) ? definition.withMisfire(values.misfire()) : definition;
		definition = (values.misfireCap() != null) ? definition.withMisfireCap(values.misfireCap()) : definition;
		definition = (values.overlap() != null) ? definition.withOverlap(values.overlap()) : definition;
		definition = (values.jitter() != null) ? definition.withJitter(values.jitter()) : definition;
		return (values.paused() != null) ? definition.withPaused(values.paused()) : definition;
	}

	private Task task(@Nullable String name, Place place) {
		if (name == null) {
			throw new InvalidScheduleException("it has no task: set '%s.task'".formatted(place.source));
		}
		return this.tasks.find(name)
			.orElseThrow(() -> new InvalidScheduleException(
					"its task '%s' does not exist; the tasks of this application are %s".formatted(name,
							new TreeSet<>(this.tasks.tasks().stream().map(Task::name).toList()))));
	}

	private @Nullable Object payload(Task task, @Nullable String payload) {
		Type type = task.payloadType();
		if (payload != null && (type == Void.class || type == void.class)) {
			throw new InvalidScheduleException("its task '%s' takes no payload: leave it out".formatted(task.name()));
		}
		if (payload == null || type == String.class) {
			return payload;
		}
		try {
			return this.serializer.read(payload, type);
		}
		catch (PayloadException ex) {
			throw new InvalidScheduleException(
					"its payload is none of task '%s': %s".formatted(task.name(), ex.getMessage()), ex);
		}
	}

	/** Where a schedule is declared, and what is said there. */
	private record Place(String source, Origin origin, ScheduleValues values) {
	}

}
