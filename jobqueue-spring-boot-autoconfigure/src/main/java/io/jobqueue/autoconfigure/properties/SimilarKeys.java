package io.jobqueue.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds keys that are similar to a misspelt one. The distance counts changed letters, and
 * missing or additional elements. A name with dots that is written without brackets is
 * suggested with brackets.
 */
final class SimilarKeys {

	private static final int MOST = 3;

	/** The cost of a missing or additional element. */
	private static final int ELEMENT = 4;

	/** The cost of missing words in an element. */
	private static final int WORDS = 2;

	/** The maximum number of wrong letters in ten. */
	private static final int WRONG_OF_TEN = 4;

	private SimilarKeys() {
	}

	/**
	 * Return the nearest keys.
	 * @param elements the misspelt key, without the prefix
	 * @return up to three keys with the prefix, all equally near; empty if no key is near
	 */
	static List<String> of(List<String> elements) {
		List<String> whole = withWholeName(elements);
		int least = Integer.MAX_VALUE;
		List<String> nearest = new ArrayList<>();
		for (List<String> pattern : PropertyKeys.PATTERNS) {
			List<String> read = elements;
			int distance = distance(elements, pattern);
			int other = distance(whole, pattern);
			if (other < distance) {
				distance = other;
				read = whole;
			}
			if (distance < least) {
				least = distance;
				nearest.clear();
			}
			if (distance == least) {
				nearest.add(key(pattern, read));
			}
		}
		int letters = String.join("", elements).length();
		int bound = Math.max(ELEMENT, letters * WRONG_OF_TEN / 10);
		return (least <= bound) ? nearest.subList(0, Math.min(MOST, nearest.size())) : List.of();
	}

	/**
	 * Return the elements with surplus ones of a name joined: a name with dots that is
	 * written without brackets.
	 */
	private static List<String> withWholeName(List<String> elements) {
		int last = elements.size() - 1;
		if (last < 3 || !PropertyKeys.hasNames(elements.get(0))) {
			return elements;
		}
		return List.of(elements.get(0), String.join(".", elements.subList(1, last)), elements.get(last));
	}

	/** Return the key of a pattern, with the names that the application chose. */
	private static String key(List<String> pattern, List<String> elements) {
		StringBuilder key = new StringBuilder(PropertyKeys.PREFIX.toString());
		for (int i = 0; i < pattern.size(); i++) {
			String element = pattern.get(i);
			if (element.equals(PropertyKeys.ANY)) {
				element = (elements.size() >= pattern.size()) ? elements.get(i) : "<name>";
			}
			key.append(element.contains(".") ? "[" + element + "]" : "." + element);
		}
		return key.toString();
	}

	private static int distance(List<String> elements, List<String> pattern) {
		int[][] costs = new int[elements.size() + 1][pattern.size() + 1];
		for (int i = 0; i <= elements.size(); i++) {
			for (int j = 0; j <= pattern.size(); j++) {
				if (i == 0 || j == 0) {
					costs[i][j] = (i + j) * ELEMENT;
					continue;
				}
				int changed = costs[i - 1][j - 1] + change(elements.get(i - 1), pattern.get(j - 1));
				costs[i][j] = Math.min(changed, Math.min(costs[i - 1][j], costs[i][j - 1]) + ELEMENT);
			}
		}
		return costs[elements.size()][pattern.size()];
	}

	private static int change(String element, String wanted) {
		if (wanted.equals(PropertyKeys.ANY)) {
			return 0;
		}
		int letters = letters(element, wanted);
		return isPart(element, wanted) ? Math.min(letters, WORDS) : letters;
	}

	/** Return whether all words of one element are words of the other. */
	private static boolean isPart(String element, String wanted) {
		return List.of(wanted.split("-")).containsAll(List.of(element.split("-")));
	}

	/** Return the Levenshtein distance. */
	private static int letters(String one, String other) {
		int[] last = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			last[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] next = new int[other.length() + 1];
			next[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int changed = last[j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
				next[j] = Math.min(changed, Math.min(last[j], next[j - 1]) + 1);
			}
			last = next;
		}
		return last[other.length()];
	}

}
