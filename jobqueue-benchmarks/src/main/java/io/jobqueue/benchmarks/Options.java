package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The options of the command line. */
public final class Options {

	static final String USAGE = "[<scale> [<rounds>]] [--only <measure>,...] [--with <contender>,...] "
			+ "[--share <share of peers>] [--warm-ups <rounds>] [--redis <command or host:port>] "
			+ "[--postgresql <bin directory>]";

	private static final Set<String> NAMES = Set.of("--only", "--with", "--share", "--warm-ups", "--redis",
			"--postgresql");

	private final List<String> amounts;

	private final Map<String, String> named;

	private Options(List<String> amounts, Map<String, String> named) {
		this.amounts = amounts;
		this.named = named;
		if (scale() <= 0 || share() <= 0 || rounds() < 1 || warmUps() < 0) {
			throw new IllegalArgumentException(
					"Scale %s and share %s, %d rounds after %d to warm up: there is nothing to measure"
						.formatted(scale(), share(), rounds(), warmUps()));
		}
	}

	/** Read the arguments of a command. */
	public static Options parse(String... arguments) {
		List<String> amounts = new ArrayList<>();
		Map<String, String> named = new HashMap<>();
		for (Iterator<String> left = List.of(arguments).iterator(); left.hasNext();) {
			String argument = left.next();
			if (NAMES.contains(argument) && left.hasNext()) {
				named.merge(argument, left.next(), (before, more) -> before + "," + more);
			}
			else if (argument.startsWith("--") || amounts.size() > 1) {
				throw new IllegalArgumentException("'%s' is not understood: %s".formatted(argument, USAGE));
			}
			else {
				amounts.add(argument);
			}
		}
		return new Options(amounts, named);
	}

	/** Return the amount of work, 1 for the default. */
	public double scale() {
		return this.amounts.isEmpty() ? 1 : Double.parseDouble(this.amounts.get(0));
	}

	/** Return the number of measured rounds. */
	int rounds() {
		return (this.amounts.size() < 2) ? 3 : Integer.parseInt(this.amounts.get(1));
	}

	/**
	 * Return the number of rounds before these, so that the JVM has compiled frequent
	 * code.
	 */
	int warmUps() {
		return Integer.parseInt(this.named.getOrDefault("--warm-ups", "6"));
	}

	/** Return the share of the usual number of jobs that other libraries get. */
	public double share() {
		return Double.parseDouble(this.named.getOrDefault("--share", "0.1"));
	}

	/** Return whether a measure was requested, by its name or a prefix of it. */
	boolean isRequested(String measure) {
		return list("--only").isEmpty() || list("--only").stream().anyMatch(measure::startsWith);
	}

	/** Return whether a contender was requested for the comparison with the library. */
	public boolean isWith(String contender) {
		return list("--with").isEmpty() || list("--with").contains(contender);
	}

	private List<String> list(String name) {
		String text = this.named.get(name);
		return (text == null) ? List.of() : List.of(text.split(","));
	}

	/**
	 * Return the command that starts Redis, or host and port of one that is there;
	 * {@code null} for the one of the jar.
	 */
	public @Nullable String redis() {
		return this.named.get("--redis");
	}

	/**
	 * Return the directory with the commands of PostgreSQL; {@code null} for the one of
	 * the jar.
	 */
	public @Nullable String postgresql() {
		return this.named.get("--postgresql");
	}

}
