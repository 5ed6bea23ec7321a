package io.jobqueue.dashboard.api.statistics;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.jobqueue.StatisticsQuery;
import io.jobqueue.dashboard.route.BadRequestException;
import io.jobqueue.dashboard.route.Call;
import io.jobqueue.dashboard.route.RouteContent;

/** The periods for which statistics are shown. */
enum StatisticsPeriod {

	HOUR("1h", Duration.ofHours(1)), DAY("24h", Duration.ofHours(24)), THREE_DAYS("72h", Duration.ofHours(72));

	static final RouteContent.Parameter PARAMETER = new RouteContent.Parameter("period", "1h, 24h (the default) or 72h",
			false);

	private final String text;

	private final Duration length;

	StatisticsPeriod(String text, Duration length) {
		this.text = text;
		this.length = length;
	}

	/**
	 * The period of a call.
	 * @throws BadRequestException if there is none of that name
	 */
	static StatisticsPeriod of(Call call) {
		String text = call.parameter("period");
		return (text == null) ? DAY : Arrays.stream(values())
			.filter((period) -> period.text.equals(text))
			.findFirst()
			.orElseThrow(() -> new BadRequestException("The parameter 'period' is one of %s, but was '%s'".formatted(
					Arrays.stream(values()).map((period) -> period.text).collect(Collectors.joining(", ")), text)));
	}

	StatisticsQuery query() {
		return StatisticsQuery.last(this.length);
	}

}
