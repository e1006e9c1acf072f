package city.emona.api;

import java.util.List;
import java.util.Set;

/**
 * How to listen. Port 0 takes any free port. {@code baseUrl} is the public address behind a proxy
 * (null: as the client wrote it). {@code token} must come with every write where the host is not
 * the loopback address, and where it is given at all; null = no token. {@code origins} are the
 * sites whose pages may read in a browser ("*" = any), as browsers write them in Origin.
 */
public record ServerOptions(
    String host, int port, String baseUrl, String token, Set<String> origins) {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1", "[::1]");

  public ServerOptions {
    baseUrl = baseUrl == null || baseUrl.isBlank() ? null : baseUrl.replaceAll("/+$", "");
    token = token == null || token.isBlank() ? null : token.strip();
    origins = Set.copyOf(origins);
  }

  public ServerOptions(String host, int port, String baseUrl, String token) {
    this(host, port, baseUrl, token, Set.of());
  }

  public static ServerOptions loopback(int port) {
    return new ServerOptions("127.0.0.1", port, null, null);
  }

  public boolean isLoopback() {
    return isLoopback(host);
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.contains(host);
  }
}
