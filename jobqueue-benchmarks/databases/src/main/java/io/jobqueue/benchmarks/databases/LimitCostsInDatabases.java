package io.jobqueue.benchmarks.databases;

import java.util.List;

import io.jobqueue.benchmarks.limits.LimitCosts;

/**
 * {@link LimitCosts} in databases. Arguments: the number of jobs and of rounds, then
 * {@code postgresql}, {@code mariadb} or JDBC URLs.
 */
public final class LimitCostsInDatabases {

	private LimitCostsInDatabases() {
	}

	public static void main(String[] arguments) {
		List<String> all = List.of(arguments);
		String[] numbers = all.stream().filter((each) -> each.matches("\\d+")).toArray(String[]::new);
		List<String> servers = all.stream().filter((each) -> !each.matches("\\d+")).toList();
		for (String name : servers.isEmpty() ? List.of("postgresql", "mariadb") : servers) {
			try (DatabaseServer server = DatabaseServer.start(name)) {
				LimitCosts.run(server.name(), List.of("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
						"spring.datasource.url=" + server.url()), numbers);
			}
		}
	}

}
