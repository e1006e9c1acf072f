package city.emona.graph;

import java.util.Arrays;

/**
 * Strongly connected components by Tarjan's algorithm (1972), iterative so that a long street chain
 * cannot overflow the stack. Component numbers are in order of completion; {@link #largest()}
 * breaks ties by the lower number.
 */
public final class StrongComponents {
  private final int[] component;
  private final int[] size;

  public StrongComponents(Csr g) {
    int n = g.nodeCount();
    component = new int[n];
    Arrays.fill(component, -1);
    int[] low = new int[n];
    int[] num = new int[n];
    int[] next = Arrays.copyOf(g.first(), n);
    int[] stack = new int[n];
    int[] call = new int[n];
    int[] sizes = new int[n];
    int top = 0;
    int counter = 0;
    int components = 0;
    for (int s = 0; s < n; s++) {
      if (num[s] != 0) {
        continue;
      }
      int depth = 0;
      call[depth++] = s;
      num[s] = low[s] = ++counter;
      stack[top++] = s;
      while (depth > 0) {
        int v = call[depth - 1];
        if (next[v] < g.first()[v + 1]) {
          int w = g.head()[next[v]++];
          if (num[w] == 0) {
            num[w] = low[w] = ++counter;
            stack[top++] = w;
            call[depth++] = w;
          } else if (component[w] < 0) {
            low[v] = Math.min(low[v], num[w]);
          }
        } else {
          depth--;
          if (depth > 0) {
            low[call[depth - 1]] = Math.min(low[call[depth - 1]], low[v]);
          }
          if (low[v] == num[v]) {
            int w;
            do {
              w = stack[--top];
              component[w] = components;
              sizes[components]++;
            } while (w != v);
            components++;
          }
        }
      }
    }
    size = Arrays.copyOf(sizes, components);
  }

  public int count() {
    return size.length;
  }

  public int component(int node) {
    return component[node];
  }

  public int size(int component) {
    return size[component];
  }

  public int largest() {
    int best = 0;
    for (int c = 1; c < size.length; c++) {
      if (size[c] > size[best]) {
        best = c;
      }
    }
    return best;
  }
}
