package io.jobqueue;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The tags that jobqueue accepts, checked where they appear. A tag is a name such as
 * {@code billing}, or a name and a value such as {@code customer=42}.
 */
public final class JobTags {

	/** The greatest number of tags of a job. */
	public static final int MOST = 8;

	private static final int LONGEST = 100;

	private static final int SHOWN = 120;

	private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._-]+(=[A-Za-z0-9._:/@+-]+)?");

	private JobTags() {
	}

	/**
	 * Check a tag.
	 * @return the tag
	 * @throws InvalidJobException if it is longer than 100 characters or does not match
	 * {@code [A-Za-z0-9._-]+(=[A-Za-z0-9._:/@+-]+)?}
	 */
	public static String require(@Nullable String tag) {
		if (tag == null) {
			throw new InvalidJobException("A tag must not be null: leave it out");
		}
		if (tag.length() > LONGEST || !TAG.matcher(tag).matches()) {
			throw new InvalidJobException(
					("'%s' is no tag: use a name such as 'billing', or a name and a value such as "
							+ "'customer=42', of letters A to Z, digits, '.', '_' and '-', in the value also ':', '/', '@' and '+', "
							+ "at most %d characters in all")
						.formatted((tag.length() <= SHOWN) ? tag : tag.substring(0, SHOWN) + "…", LONGEST));
		}
		return tag;
	}

	/**
	 * Check tags and add them to others.
	 * @param tags the tags that are there
	 * @param more the tags to add; those that are there are left out
	 * @return all of them, in their order; unmodifiable
	 * @throws InvalidJobException if one of them is not valid, or if there are more than
	 * 8
	 */
	public static List<String> add(Collection<String> tags, Collection<String> more) {
		Set<String> all = new LinkedHashSet<>(tags);
		more.forEach((tag) -> all.add(require(tag)));
		if (all.size() > MOST) {
			throw new InvalidJobException(
					"A job has at most %d tags, but these are %s: leave out those that no search needs, or use headers"
						.formatted(MOST, all));
		}
		return List.copyOf(all);
	}

}
