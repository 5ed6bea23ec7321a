package io.jobqueue.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import com.sun.management.OperatingSystemMXBean;

/**
 * The process of a contender. The arguments are its class and the address of the server.
 * Its first line of standard output is {@code ready}, behind which a contender in another
 * language says what runs it. Each line of standard input is a command with numbers. The
 * reply is a line of standard output. It is {@code done}, the elapsed nanoseconds, the
 * nanoseconds of CPU time of this process, and the measured values. If the contender does
 * not support the command, the reply is {@code absent}. Other output is written to
 * standard error.
 */
public final class ContenderMain {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private final Contender contender;

	private ContenderMain(Contender contender) {
		this.contender = contender;
	}

	public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
		PrintStream answers = System.out;
		System.setOut(System.err);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor(String.class);
		// Contenders are not public, also those of other packages.
		constructor.setAccessible(true);
		try (Contender contender = (Contender) constructor.newInstance(arguments[1])) {
			ContenderMain main = new ContenderMain(contender);
			answers.println("ready");
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				answers.println(main.answer(line.split(" ")));
			}
		}
		// Some contenders leave running threads.
		System.exit(0);
	}

	private String answer(String... command) {
		int[] numbers = Arrays.stream(command).skip(1).mapToInt(Integer::parseInt).toArray();
		try {
			long start = System.nanoTime();
			long cpu = SYSTEM.getProcessCpuTime();
			long[] values = run(command[0], numbers);
			return "done %d %d %s".formatted(System.nanoTime() - start, SYSTEM.getProcessCpuTime() - cpu,
					Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(",")));
		}
		catch (UnsupportedOperationException ex) {
			return "absent";
		}
	}

	private long[] run(String command, int... numbers) {
		switch (command) {
			case "empty" -> this.contender.empty();
			case "one-by-one" -> this.contender.dispatchOneByOne(numbers[0], numbers[1]);
			case "bulk" -> this.contender.dispatchBulk(numbers[0], numbers[1]);
			case "fill" -> this.contender.fill(numbers[0], numbers[1]);
			case "ready" -> this.contender.ready(new Contender.Load(numbers[0], numbers[1] == 1, numbers[2]));
			case "drain" -> this.contender.drain(numbers[0]);
			case "both" -> this.contender.dispatchAndDrain(numbers[0]);
			case "idle" -> this.contender.idle();
			case "elsewhere" -> this.contender.elsewhere();
			case "trickle" -> this.contender.trickle(numbers[0]);
			case "sleep" -> Pause.of(Duration.ofMillis(numbers[0]));
			case "latencies" -> {
				return latencies(numbers[0]);
			}
			case "rest" -> this.contender.rest();
			default -> throw new IllegalArgumentException("There is no command '" + command + "'");
		}
		return new long[0];
	}

	private long[] latencies(int jobs) {
		long[] latencies = new long[jobs];
		for (int i = 0; i < jobs; i++) {
			Pause.of(Duration.ofMillis(2));
			latencies[i] = this.contender.dispatchToStart();
		}
		return latencies;
	}

}
