package io.jobqueue.store.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.jobqueue.store.form.StoredFields;

import org.jspecify.annotations.Nullable;

/**
 * What capabilities of the queue keep of a job beside its details. A store keeps it apart
 * from the state of the job, in the one form that all stores and the outbox share. Fields
 * of another release are kept.
 *
 * @param unique its unique key, {@code null} for none
 * @param limits the names of the limits that it is under, empty for none
 * @param tags its tags, empty for none
 * @param flow the flow it belongs to, {@code null} for none
 * @param others fields that only another release knows
 */
public record JobTraits(@Nullable UniqueTrait unique, List<String> limits, List<String> tags, @Nullable FlowTrait flow,
		StoredFields others) {

	/** The traits of a plain job. */
	public static final JobTraits NONE = new JobTraits(null, List.of(), List.of(), null, StoredFields.NONE);

	private static final String UNIQUE = "u";

	private static final String LIMITS = "l";

	private static final String TAGS = "g";

	private static final String FLOW = "f";

	/** Separates the names of limits, and tags. None of them has it. */
	private static final String AND = "\u001c";

	private static final Set<String> KNOWN = Set.of(UNIQUE, LIMITS, TAGS, FLOW);

	public JobTraits {
		limits = List.copyOf(limits);
		tags = List.copyOf(tags);
	}

	/** Traits with a unique key only. */
	public static JobTraits of(UniqueTrait unique) {
		return new JobTraits(unique, List.of(), List.of(), null, StoredFields.NONE);
	}

	/**
	 * Read what {@link #write()} wrote.
	 * @param text the text, {@code null} or empty for a plain job
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static JobTraits read(@Nullable String text) {
		if (text == null || text.isEmpty()) {
			return NONE;
		}
		StoredFields fields = StoredFields.read(text);
		String unique = fields.get(UNIQUE);
		String flow = fields.get(FLOW);
		return new JobTraits((unique != null) ? UniqueTrait.read(unique) : null, readLimits(fields.get(LIMITS)),
				split(fields.get(TAGS)), (flow != null) ? FlowTrait.read(flow) : null, fields.without(KNOWN));
	}

	/** Read the names of limits, as {@link #lane()} wrote them. */
	public static List<String> readLimits(@Nullable String lane) {
		return split(lane);
	}

	private static List<String> split(@Nullable String names) {
		return (names == null || names.isEmpty()) ? List.of() : List.of(names.split(AND));
	}

	/** The names of the limits as one text: the lane in which the job waits. */
	public String lane() {
		return String.join(AND, this.limits);
	}

	/** The field of the limits, as it stands in {@link #write()}; also if it is empty. */
	public String limitsField() {
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, LIMITS, lane());
		return text.toString();
	}

	/** Whether the job is a plain one. */
	public boolean isEmpty() {
		return this.unique == null && this.limits.isEmpty() && this.tags.isEmpty() && this.flow == null
				&& this.others.fields().isEmpty();
	}

	/** The traits as one text, empty for a plain job. */
	public String write() {
		if (isEmpty()) {
			return "";
		}
		StringBuilder text = new StringBuilder();
		StoredFields.append(text, UNIQUE, (this.unique != null) ? this.unique.write() : null);
		StoredFields.append(text, LIMITS, this.limits.isEmpty() ? null : lane());
		StoredFields.append(text, TAGS, this.tags.isEmpty() ? null : String.join(AND, this.tags));
		StoredFields.append(text, FLOW, (this.flow != null) ? this.flow.write() : null);
		this.others.writeTo(text);
		return text.toString();
	}

	/** The same traits with another unique key, {@code null} for none. */
	public JobTraits withUnique(@Nullable UniqueTrait unique) {
		return new JobTraits(unique, this.limits, this.tags, this.flow, this.others);
	}

	/** The same traits with other limits. */
	public JobTraits withLimits(List<String> limits) {
		return new JobTraits(this.unique, limits, this.tags, this.flow, this.others);
	}

	/** The same traits with other tags. */
	public JobTraits withTags(List<String> tags) {
		return new JobTraits(this.unique, this.limits, tags, this.flow, this.others);
	}

	/** The same traits in a flow, {@code null} for none. */
	public JobTraits withFlow(@Nullable FlowTrait flow) {
		return new JobTraits(this.unique, this.limits, this.tags, flow, this.others);
	}

	/** The fields of the traits. */
	public List<StoredFields.Field> fields() {
		return new ArrayList<>(StoredFields.read(write()).fields());
	}

}
