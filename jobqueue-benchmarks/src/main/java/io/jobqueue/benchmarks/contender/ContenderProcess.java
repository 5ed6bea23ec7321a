package io.jobqueue.benchmarks.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.jobqueue.benchmarks.server.Server;

/**
 * A contender in its process. Separate processes isolate contenders: compiled code,
 * garbage, threads and the class path are not shared. The CPU time of the process is that
 * of the contender.
 */
public final class ContenderProcess implements AutoCloseable {

	private final String name;

	private final Set<String> ownCommands;

	private final double share;

	private final Server server;

	private final Process process;

	private final PrintStream commands;

	private final BufferedReader answers;

	private final String platform;

	/**
	 * Start a contender.
	 * @param program the contender
	 * @param server its server
	 */
	public ContenderProcess(Program program, Server server) {
		this.name = program.name();
		this.ownCommands = program.ownCommands();
		this.share = program.share();
		this.server = server;
		try {
			List<String> command = new ArrayList<>(program.command());
			command.add(server.address());
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Contender '" + this.name + "' did not start", ex);
		}
		this.commands = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.platform = answer().substring("ready".length()).strip();
	}

	public String name() {
		return this.name;
	}

	/** Return what runs the contender if it says so, else an empty text. */
	public String platform() {
		return this.platform;
	}

	/** Return the number of jobs for this contender. */
	public int jobs(double usual) {
		return Math.max(10, (int) (usual * this.share));
	}

	/**
	 * Return whether its own commands can be distinguished from those that scripts run.
	 */
	public boolean hasOwnCommands() {
		return !this.ownCommands.isEmpty();
	}

	/** Run a command; empty if the contender does not support it. */
	public Optional<Usage> run(String command, int... numbers) {
		StringBuilder line = new StringBuilder(command);
		Arrays.stream(numbers).forEach((number) -> line.append(' ').append(number));
		Server.Work before = this.server.work(this.ownCommands);
		this.commands.println(line);
		String answer = answer();
		if (answer.equals("absent")) {
			return Optional.empty();
		}
		Server.Work work = this.server.work(this.ownCommands).minus(before);
		List<String> words = List.of(answer.split(" "));
		long[] values = (words.size() < 4) ? new long[0]
				: Arrays.stream(words.get(3).split(",")).mapToLong(Long::parseLong).toArray();
		return Optional
			.of(new Usage(Long.parseLong(words.get(1)) / 1e9, Long.parseLong(words.get(2)) / 1e3, work, values));
	}

	private String answer() {
		try {
			String line = this.answers.readLine();
			if (line == null) {
				throw new IllegalStateException("Contender '" + this.name + "' ended; its error is above");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Contender '" + this.name + "' does not answer", ex);
		}
	}

	@Override
	public void close() {
		this.commands.close();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
