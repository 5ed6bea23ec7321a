package io.jobqueue.benchmarks.contender;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * How a contender is started.
 *
 * @param name its column
 * @param command the command of its process, without the address of the server
 * @param ownCommands the commands of Redis that it sends itself, not by a script; empty
 * if unknown
 * @param share its share of the usual number of jobs; less than 1 for slow contenders,
 * whose rounds would take minutes
 */
public record Program(String name, List<String> command, Set<String> ownCommands, double share) {

	private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	public Program {
		command = List.copyOf(command);
		ownCommands = Set.copyOf(ownCommands);
	}

	/** A contender in a JVM with 1 GB of heap. */
	public static Program java(String name, String type, String classPath) {
		return new Program(name, List.of(JAVA, "-XX:+UseG1GC", "-Xms1g", "-Xmx1g", "-cp", classPath,
				ContenderMain.class.getName(), type), Set.of(), 1);
	}

	/** The same of which commands are distinguished. */
	public Program sending(String... ownCommands) {
		return new Program(this.name, this.command, Set.of(ownCommands), this.share);
	}

	/** The same with a share of the usual number of jobs. */
	public Program withShare(double share) {
		return new Program(this.name, this.command, this.ownCommands, share);
	}

}
