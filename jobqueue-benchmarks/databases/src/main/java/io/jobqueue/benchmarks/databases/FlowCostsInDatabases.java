package io.jobqueue.benchmarks.databases;

import io.jobqueue.benchmarks.FlowCosts;

/**
 * {@link FlowCosts} in databases. Arguments: the number of jobs and of rounds, then
 * {@code postgresql}, {@code mariadb} or JDBC URLs.
 */
public final class FlowCostsInDatabases {

	private FlowCostsInDatabases() {
	}

	public static void main(String[] arguments) {
		DatabaseServer.each(arguments, FlowCosts::run);
	}

}
