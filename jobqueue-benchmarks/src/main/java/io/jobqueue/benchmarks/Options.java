package io.jobqueue.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The options of the command line.
 *
 * @param scale the amount of work, 1 for the default
 * @param rounds the number of measured rounds
 * @param warmUps the number of rounds before these, so that the JVM has compiled frequent
 * code
 * @param only the measures to take, all if empty
 * @param contenders the contenders to compare with the library, all if empty
 */
public record Options(double scale, int rounds, int warmUps, List<String> only, List<String> contenders) {

	static final String USAGE = "[<scale> [<rounds>]] [--only <measure>,...] [--with <contender>,...] "
			+ "[--warm-ups <rounds>]";

	public Options {
		if (scale <= 0 || rounds < 1 || warmUps < 0) {
			throw new IllegalArgumentException("Scale %s, %d rounds after %d to warm up: there is nothing to measure"
				.formatted(scale, rounds, warmUps));
		}
		only = List.copyOf(only);
		contenders = List.copyOf(contenders);
	}

	/** Read the arguments of a command. */
	public static Options parse(String... arguments) {
		double scale = 1;
		int rounds = 3;
		int warmUps = 6;
		List<String> only = new ArrayList<>();
		List<String> contenders = new ArrayList<>();
		int position = 0;
		for (Iterator<String> left = List.of(arguments).iterator(); left.hasNext();) {
			String argument = left.next();
			if (argument.equals("--only") && left.hasNext()) {
				only.addAll(List.of(left.next().split(",")));
			}
			else if (argument.equals("--with") && left.hasNext()) {
				contenders.addAll(List.of(left.next().split(",")));
			}
			else if (argument.equals("--warm-ups") && left.hasNext()) {
				warmUps = Integer.parseInt(left.next());
			}
			else if (argument.startsWith("--") || position > 1) {
				throw new IllegalArgumentException("'%s' is not understood: %s".formatted(argument, USAGE));
			}
			else if (position++ == 0) {
				scale = Double.parseDouble(argument);
			}
			else {
				rounds = Integer.parseInt(argument);
			}
		}
		return new Options(scale, rounds, warmUps, only, contenders);
	}

	/** Return whether a measure was requested, by its name or a prefix of it. */
	boolean isRequested(String measure) {
		return this.only.isEmpty() || this.only.stream().anyMatch(measure::startsWith);
	}

}
