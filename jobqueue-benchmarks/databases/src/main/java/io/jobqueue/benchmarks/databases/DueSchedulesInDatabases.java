package io.jobqueue.benchmarks.databases;

import java.util.ArrayList;
import java.util.List;

import io.jobqueue.benchmarks.DueSchedules;

/**
 * {@link DueSchedules} in databases. Arguments: the number of schedules, then
 * {@code postgresql}, {@code mariadb} or JDBC URLs.
 */
public final class DueSchedulesInDatabases {

	private static final int[] WORKERS = { 1, 4 };

	private DueSchedulesInDatabases() {
	}

	public static void main(String[] arguments) {
		int schedules = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 10_000;
		List<String> servers = (arguments.length > 1) ? List.of(arguments).subList(1, arguments.length)
				: List.of("postgresql", "mariadb");
		for (String name : servers) {
			try (DatabaseServer server = DatabaseServer.start(name)) {
				for (int workers : WORKERS) {
					List<String> properties = new ArrayList<>(server.properties());
					properties.add("jobqueue.jdbc.table-prefix=due_%d_".formatted(workers));
					System.out.println(server.name() + ": " + DueSchedules.run(properties, schedules, workers));
				}
			}
		}
	}

}
